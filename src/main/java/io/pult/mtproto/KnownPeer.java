package io.pult.mtproto;

/**
 * A user or channel that one account may say something to. Worth nothing to another account
 * (core.telegram.org/api/peers, "Access hash").
 */
public record KnownPeer(Kind kind, long id, long accessHash) {
    public enum Kind {
        USER,
        CHANNEL
    }
}
