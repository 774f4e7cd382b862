"""Group sessions: parent education, healing arts, and classes; who was offered them, who came, and what was shown."""
