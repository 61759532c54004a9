package io.pult.mtproto;

import io.pult.mtproto.KnownPeer.Kind;
import java.util.Locale;

/** The account cannot say anything to this user or channel: it has no access hash and no way to find one. Nothing was sent. */
public final class UnknownPeer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final long id;

    UnknownPeer(Kind kind, long id) {
        super(
                "the account does not know the " + kind.name().toLowerCase(Locale.ROOT) + " " + id
                        + ": look it up by its username, or where it wrote",
                null,
                false,
                false);
        this.kind = kind;
        this.id = id;
    }

    public Kind kind() {
        return kind;
    }

    public long id() {
        return id;
    }
}
