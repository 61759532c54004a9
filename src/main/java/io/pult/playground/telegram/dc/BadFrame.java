package io.pult.playground.telegram.dc;

/** Something that no client may send: the connection ends, after an error packet if there is one for it. */
final class BadFrame extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    BadFrame(String message) {
        this(0, message);
    }

    /** @param code of the error packet: -404, -429, -444; 0 for none */
    BadFrame(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
