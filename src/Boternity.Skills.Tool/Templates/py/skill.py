# import boternity  # the host's functions: read_file, http_get, get_secret, log and others


def execute(text):
    """Gets the input, returns the answer; what is raised is the skill's own error."""
    return text.upper()
