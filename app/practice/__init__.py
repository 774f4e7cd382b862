"""A fictional organisation to try Wayhome on: made by the services that the pages call; its people do not exist."""
