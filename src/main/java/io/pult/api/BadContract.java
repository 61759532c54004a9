package io.pult.api;

/** The HTTP contract contradicts itself or says something that the gateway cannot keep; the node does not start. */
public final class BadContract extends RuntimeException {
    BadContract(String where, String what) {
        super(where + ": " + what);
    }
}
