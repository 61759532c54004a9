package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.mtproto.ClientPlan;
import io.pult.mtproto.DcBook;
import io.pult.mtproto.SavedAccount;
import io.pult.mtproto.api.Layer;
import io.pult.mtproto.transport.Framing;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an account's client starts. */
final class ClientPlans {
    private static final int FIRST_DC = 2;

    private final WayChoice ways;
    private final AppChoice apps;
    private final SessionSeal seal;
    private final DcBook centres;

    ClientPlans(WayChoice ways, AppChoice apps, SessionSeal seal, DcBook centres) {
        this.ways = ways;
        this.apps = apps;
        this.seal = seal;
        this.centres = centres;
    }

    /**
     * Its way out is chosen now, if it never was.
     *
     * @param saved null: to sign in
     * @return fails with UNPROCESSABLE {@code telegram.no_app}, and with what is wrong with the way
     */
    Future<ClientPlan> of(SessionRow row, @Nullable SavedAccount saved) {
        return ways.exitOf(row)
                .map(exit -> new ClientPlan(
                        centres,
                        FIRST_DC,
                        exit,
                        Framing.INTERMEDIATE,
                        false,
                        apps.of(row),
                        Layer.CURRENT,
                        List.of(),
                        saved));
    }

    String sealed(UUID account, SavedAccount saved) {
        return seal.seal(account, saved);
    }

    /** @throws Failure UNPROCESSABLE {@code telegram.unreadable}: sealed under a key that this instance has not */
    SavedAccount saved(SessionRow row, String envelope) {
        try {
            return seal.open(row.account(), envelope);
        } catch (IllegalStateException e) {
            throw Failure.unprocessable(
                    "telegram.unreadable", "The saved session cannot be decrypted with the keys of this instance");
        }
    }
}
