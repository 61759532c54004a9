package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What accounts with a password were shown and have to answer: once, and soon. */
final class SrpChallenges {
    private static final int MOST = 10_000;

    private final World world;
    private final Map<Long, Challenge> open = new HashMap<>();

    SrpChallenges(World world) {
        this.world = world;
    }

    private record Challenge(Account account, SrpServer server, BigInteger b, int good) {}

    /** What {@code account.getPassword} tells of it. */
    static final class Shown {
        private final long id;
        private final byte[] b;

        private Shown(long id, byte[] b) {
            this.id = id;
            this.b = b;
        }

        long id() {
            return id;
        }

        byte[] b() {
            return b;
        }
    }

    Shown show(Account account, SrpServer server) {
        int now = world.now();
        if (open.size() >= MOST) {
            open.values().removeIf(each -> each.good() < now);
        }
        long id = world.nonZero();
        var b = new BigInteger(1, world.bytes(256));
        open.put(id, new Challenge(account, server, b, now + world.habits().srpSeconds()));
        return new Shown(id, server.shown(b));
    }

    /** Throws unless this is an answer to what this account was shown, and the right one. */
    void check(Account account, TlObject answer) {
        if (!answer.is("inputCheckPasswordSRP")) {
            throw RpcRefusal.bad("PASSWORD_HASH_INVALID");
        }
        Challenge challenge = open.remove(answer.int64("srp_id"));
        if (challenge == null || challenge.account() != account || challenge.good() < world.now()) {
            throw RpcRefusal.bad("SRP_ID_INVALID");
        }
        if (challenge.server() != account.password()) {
            throw RpcRefusal.bad("SRP_PASSWORD_CHANGED");
        }
        if (!challenge.server().accepts(challenge.b(), answer.bytes("A"), answer.bytes("M1"))) {
            throw RpcRefusal.bad("PASSWORD_HASH_INVALID");
        }
    }
}
