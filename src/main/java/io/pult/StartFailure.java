package io.pult;

import java.net.BindException;

/** The process cannot start, and its message says all that is to be known about it. Exit code 1. */
final class StartFailure extends RuntimeException {
    StartFailure(String message) {
        super(message);
    }

    /** What usually goes wrong at a start, in words; anything else stays as it is. */
    static RuntimeException explained(RuntimeException failure, Settings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new StartFailure(
                        "a port is taken: http.port " + settings.http().port() + ", management.port "
                                + settings.management().port() + " or cluster.bus_port "
                                + settings.cluster().busPort() + "; " + cause.getMessage());
            }
        }
        return failure;
    }
}
