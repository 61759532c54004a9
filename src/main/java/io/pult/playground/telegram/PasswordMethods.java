package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;
import java.util.List;

/** The second step: a password that is never sent (core.telegram.org/api/srp). */
final class PasswordMethods {
    private static final byte[] PRIME = prime();

    private final World world;
    private final SignIns signIns;

    private PasswordMethods(World world) {
        this.world = world;
        this.signIns = new SignIns(world);
    }

    static List<Method> of(World world) {
        var methods = new PasswordMethods(world);
        return List.of(
                Method.open("account.getPassword", methods::password),
                Method.open("auth.checkPassword", methods::check));
    }

    private Object password(Call call) {
        Account account = owner(call);
        SrpServer server = account.password();
        TlObject plain = TlObject.of("account.password")
                .with("new_algo", algorithm(world.bytes(8), world.bytes(16)))
                .with("new_secure_algo", TlObject.of("securePasswordKdfAlgoUnknown"))
                .with("secure_random", world.bytes(256));
        if (server == null) {
            return plain;
        }
        SrpChallenges.Shown shown = world.challenges().show(account, server);
        return plain.with("has_password", true)
                .with("current_algo", algorithm(server.salt1(), server.salt2()))
                .with("srp_B", shown.b())
                .with("srp_id", shown.id());
    }

    private Object check(Call call) {
        Account account = owner(call);
        world.challenges().check(account, call.object("password"));
        return signIns.complete(call, account);
    }

    /** Whoever is signed in, or has given the code already. */
    private static Account owner(Call call) {
        Account waiting = call.key().waiting();
        return waiting != null ? waiting : call.account();
    }

    private static TlObject algorithm(byte[] salt1, byte[] salt2) {
        return TlObject.of("passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow")
                .with("salt1", salt1)
                .with("salt2", salt2)
                .with("g", SrpServer.G)
                .with("p", PRIME);
    }

    private static byte[] prime() {
        byte[] signed = SrpServer.P.toByteArray();
        byte[] bytes = new byte[256];
        System.arraycopy(signed, signed.length - 256, bytes, 0, 256);
        return bytes;
    }
}
