package io.pult.playground.vk;

/**
 * What goes wrong below the API, where VK cannot say so any more.
 *
 * @param millis how long a {@link Kind#LATENCY} lasts; 0 for the other kinds
 */
record VkFault(Kind kind, long millis) {

    enum Kind {
        /** The call is done and answered, but late. */
        LATENCY,
        /** A front end answers 502 in HTML; the API never sees the call. */
        HTML,
        /** The call is done, and the connection ends before the first byte of the answer. */
        CUT,
        /** The call is done, and the connection ends in the middle of the answer. */
        CUT_BODY,
        /** Nothing is done and nothing is answered until the client gives up. */
        HANG
    }
}
