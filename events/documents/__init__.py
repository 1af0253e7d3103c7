"""What is printed: badges, lists, tickets. Rendering takes plain dataclasses; `attendees` reads them."""
