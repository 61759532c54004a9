package io.pult.playground.telegram;

/** An error that a call is answered with, as Telegram says it. Without a stack trace: it is an answer. */
final class RpcRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    RpcRefusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    static RpcRefusal bad(String text) {
        return new RpcRefusal(400, text);
    }

    static RpcRefusal forbidden(String text) {
        return new RpcRefusal(403, text);
    }

    int code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
