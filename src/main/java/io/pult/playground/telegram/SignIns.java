package io.pult.playground.telegram;

import io.pult.playground.telegram.schema.TlObject;

/** The last steps of every way to sign in. */
final class SignIns {
    private final World world;

    SignIns(World world) {
        this.world = world;
    }

    /** For somebody who has shown the first secret: an account with a password has to show the second one. */
    TlObject proceed(Call call, Account account) {
        WorldApi.requireAlive(account);
        if (account.home() != call.caller().dc()) {
            throw new RpcRefusal(303, "USER_MIGRATE_" + account.home());
        }
        if (account.password() != null) {
            call.key().await(account);
            throw new RpcRefusal(401, "SESSION_PASSWORD_NEEDED");
        }
        return complete(call, account);
    }

    /** The other devices of the account hear of the new one. */
    TlObject complete(Call call, Account account) {
        Key key = call.key();
        Query.App app = key.app();
        TlObject news = TlObject.of("updateNewAuthorization")
                .with("unconfirmed", true)
                .with("hash", key.hash())
                .with("date", world.now())
                .with("device", app == null ? "" : app.device())
                .with("location", "loopback");
        world.pushes().to(account, TlObject.of("updateShort", "update", news, "date", world.now()), null);
        key.signIn(account, world.now());
        return authorization(account);
    }

    TlObject authorization(Account account) {
        return TlObject.of("auth.authorization", "user", new Faces(world, account).user(account));
    }
}
