package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.mtproto.session.AppIdentity;
import io.pult.telegram.SessionRow.App;

/** Under which application an account speaks: its own, its workspace's, or the instance's. */
final class AppChoice {
    private static final String LANGUAGE = "en";

    private final TelegramSettings settings;
    private final SessionSeal seal;
    private final String version;

    AppChoice(TelegramSettings settings, SessionSeal seal, String version) {
        this.settings = settings;
        this.seal = seal;
        this.version = version;
    }

    /** @throws Failure UNPROCESSABLE {@code telegram.no_app} when there is none */
    AppIdentity of(SessionRow row) {
        App app = row.app();
        return app == null ? instances() : identity(app.apiId(), seal.open(app));
    }

    /** The instance's own. @throws Failure as {@link #of} */
    AppIdentity instances() {
        String hash = settings.apiHash();
        if (hash == null) {
            throw Failure.unprocessable(
                    "telegram.no_app",
                    "There is no api_id for this account: give it one, or its workspace, or set telegram.api_id and"
                            + " telegram.api_hash");
        }
        return identity(settings.apiId(), hash);
    }

    private AppIdentity identity(int id, String hash) {
        return new AppIdentity(id, hash, settings.deviceModel(), "Server", version, LANGUAGE, LANGUAGE);
    }
}
