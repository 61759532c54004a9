package io.pult.mtproto;

import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.tl.Call;
import io.vertx.core.Future;

/** Follows a sign-in to the data centre where the account lives: errors 303 (core.telegram.org/api/datacenter). */
final class Redirects {
    /** Of one sign-in: two centres that send each other the account are a loop. */
    private static final int MOST = 3;

    private final TelegramClient client;
    private int taken;

    Redirects(TelegramClient client) {
        this.client = client;
    }

    <R> Future<R> call(Call<R> call) {
        return client.call(call).recover(cause -> {
            int dc = destination(cause);
            return dc == 0 ? Future.failedFuture(cause) : follow(dc, cause).compose(moved -> call(call));
        });
    }

    /** @return fails with the cause when it was sent around too often */
    Future<Void> follow(int dc, Throwable cause) {
        return taken++ < MOST ? client.moveTo(dc) : Future.failedFuture(cause);
    }

    private static int destination(Throwable cause) {
        if (cause instanceof CallFailure.Refused refused && refused.error().code() == 303) {
            return switch (refused.error().kind()) {
                case "PHONE_MIGRATE", "NETWORK_MIGRATE", "USER_MIGRATE" ->
                    refused.error().value().orElse(0);
                default -> 0;
            };
        }
        return 0;
    }
}
