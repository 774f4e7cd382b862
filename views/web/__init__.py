"""What the views of all rooms share: how a form is read, saved and given back."""
