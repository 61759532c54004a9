package io.pult.playground.telegram;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codes that were sent and wait to be typed. One for each phone; another one replaces it. */
final class Codes {
    private final World world;
    private final Map<String, Sent> byPhone = new HashMap<>();

    Codes(World world) {
        this.world = world;
    }

    /** How a code reaches its owner, in the order in which these are tried. */
    enum Way {
        APP,
        SMS,
        CALL
    }

    /** One code on its way. */
    static final class Sent {
        private final String hash;
        private final long key;
        private String code;
        private Way way;
        private int good;
        private int tries;
        private boolean confirmed;

        Sent(String hash, long key, String code, Way way, int good) {
            this.hash = hash;
            this.key = key;
            this.code = code;
            this.way = way;
            this.good = good;
        }

        String hash() {
            return hash;
        }

        int length() {
            return code.length();
        }

        Way way() {
            return way;
        }

        @Nullable
        Way next() {
            return switch (way) {
                case APP -> Way.SMS;
                case SMS -> Way.CALL;
                case CALL -> null;
            };
        }

        /** The right code was given, and the phone is nobody's yet. */
        boolean confirmed() {
            return confirmed;
        }

        void confirm() {
            confirmed = true;
        }
    }

    Sent send(String phone, Key key, int length, Way way) {
        var sent = new Sent(HexFormat.of().formatHex(world.bytes(9)), key.id(), world.digits(length), way, until());
        byPhone.put(phone, sent);
        return sent;
    }

    Sent resend(String phone, Key key, String hash) {
        Sent sent = required(phone, key, hash);
        Way next = sent.next();
        if (next == null) {
            throw new RpcRefusal(400, "SEND_CODE_UNAVAILABLE");
        }
        sent.way = next;
        sent.code = world.digits(sent.length());
        sent.good = until();
        return sent;
    }

    void cancel(String phone, Key key, String hash) {
        required(phone, key, hash);
        byPhone.remove(phone);
    }

    /** The sent code, when this is it. */
    Sent check(String phone, Key key, String hash, String code) {
        if (code.isEmpty()) {
            throw RpcRefusal.bad("PHONE_CODE_EMPTY");
        }
        Sent sent = required(phone, key, hash);
        if (!sent.code.equals(code)) {
            sent.tries++;
            if (sent.tries >= world.habits().codeTries()) {
                byPhone.remove(phone);
            }
            throw RpcRefusal.bad("PHONE_CODE_INVALID");
        }
        return sent;
    }

    /** It counts for the key that asked for it alone, and not for long. */
    Sent required(String phone, Key key, String hash) {
        if (hash.isEmpty()) {
            throw RpcRefusal.bad("PHONE_CODE_HASH_EMPTY");
        }
        Sent sent = byPhone.get(phone);
        if (sent == null || !sent.hash.equals(hash) || sent.key != key.id() || sent.good < world.now()) {
            throw RpcRefusal.bad("PHONE_CODE_EXPIRED");
        }
        return sent;
    }

    void used(String phone) {
        byPhone.remove(phone);
    }

    @Nullable
    String last(String phone) {
        Sent sent = byPhone.get(phone);
        return sent == null ? null : sent.code;
    }

    private int until() {
        return world.now() + world.habits().codeSeconds();
    }
}
