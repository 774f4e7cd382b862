"""A made-up organisation to try Wayhome on: made by the same services the pages call, about people nobody is."""
