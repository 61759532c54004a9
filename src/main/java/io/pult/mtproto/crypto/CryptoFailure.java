package io.pult.mtproto.crypto;

/** Numbers or keys that are not safe to use, in a sentence without any secret. Without a stack trace. */
public final class CryptoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CryptoFailure(String message) {
        super(message, null, false, false);
    }
}
