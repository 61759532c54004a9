package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tokens of signing in by QR code: one key shows it, an account that is signed in accepts it. */
final class LoginTokens {
    private final World world;
    private final Map<String, Token> open = new LinkedHashMap<>();

    LoginTokens(World world) {
        this.world = world;
    }

    /** One token. */
    static final class Token {
        private final byte[] value;
        private final Key shownBy;
        private final int good;
        private @Nullable Account acceptedBy;

        Token(byte[] value, Key shownBy, int good) {
            this.value = value;
            this.shownBy = shownBy;
            this.good = good;
        }

        byte[] value() {
            return value.clone();
        }

        Key shownBy() {
            return shownBy;
        }

        int good() {
            return good;
        }

        @Nullable
        Account acceptedBy() {
            return acceptedBy;
        }
    }

    /** The key that shows it hears of it. */
    void accept(Token token, Account account) {
        token.acceptedBy = account;
        TlObject news = TlObject.of("updateLoginToken");
        world.pushes().to(token.shownBy, TlObject.of("updateShort", "update", news, "date", world.now()));
    }

    /** The one that was shown last and still waits. */
    Token newest() {
        return open.values().stream()
                .filter(each -> each.acceptedBy == null && each.good >= world.now())
                .reduce((before, after) -> after)
                .orElseThrow(() -> new IllegalArgumentException("no QR code is shown"));
    }

    Token show(Key key) {
        int now = world.now();
        open.values().removeIf(each -> each.good() < now);
        var token = new Token(world.bytes(32), key, now + world.habits().loginTokenSeconds());
        open.put(name(token.value), token);
        return token;
    }

    /** The token of that key that somebody accepted. */
    @Nullable
    Token accepted(Key key) {
        return open.values().stream()
                .filter(each -> each.shownBy() == key && each.acceptedBy() != null)
                .findAny()
                .orElse(null);
    }

    Token required(byte[] value) {
        Token token = open.get(name(value));
        if (token == null) {
            throw RpcRefusal.bad("AUTH_TOKEN_INVALID");
        }
        if (token.good() < world.now()) {
            throw RpcRefusal.bad("AUTH_TOKEN_EXPIRED");
        }
        return token;
    }

    void used(Token token) {
        open.remove(name(token.value));
    }

    private static String name(byte[] value) {
        return HexFormat.of().formatHex(value);
    }
}
