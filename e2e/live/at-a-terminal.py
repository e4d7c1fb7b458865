#!/usr/bin/env python3
"""Runs a program on a terminal of its own and types a line each time it asks for a password: what a person does with sudo.

    at-a-terminal.py PROMPT ANSWER PROGRAM [ARGUMENT...]

Everything that the terminal shows goes to standard output; the exit code is the program's.
"""
import os
import pty
import sys

prompt, answer, program = sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]
shown = b''
answered = 0


def read(descriptor):
    global shown, answered
    data = os.read(descriptor, 1024)
    shown += data
    while answered < shown.count(prompt):
        answered += 1
        os.write(descriptor, answer + b'\n')
    return data


sys.exit(os.waitstatus_to_exitcode(pty.spawn(program, read)))
