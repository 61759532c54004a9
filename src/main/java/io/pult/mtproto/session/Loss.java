package io.pult.mtproto.session;

/** Why a session is gone for good (core.telegram.org/api/errors, 401 and 406). */
public enum Loss {
    KEY_NOT_FOUND("the data centre does not know its key"),
    UNREGISTERED("it was ended, or never signed in"),
    REVOKED("it was ended from another device"),
    DUPLICATED("its key was used from two places"),
    DEACTIVATED("the account was deleted"),
    BANNED("the account is banned"),
    LOGGED_OUT("it was signed out here");

    private final String text;

    Loss(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
