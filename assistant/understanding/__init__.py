"""Understanding: from what a recogniser wrote to what the person means."""
