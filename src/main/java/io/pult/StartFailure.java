package io.pult;

/** The process cannot start, and its message says all that is to be known about it. Exit code 1. */
final class StartFailure extends RuntimeException {
    StartFailure(String message) {
        super(message);
    }
}
