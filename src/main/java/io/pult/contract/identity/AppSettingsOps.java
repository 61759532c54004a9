package io.pult.contract.identity;

import io.pult.bus.Change;
import io.pult.bus.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the application. */
public final class AppSettingsOps {
    public record GetSettings() {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record UpdateSettings(@Nullable Long ifMatch, Body body) {
        public record Body(Change<Boolean> registrationEnabled, Change<String> instanceName, Change<String> langCode) {}
    }

    public record GetPublicSettings() {}

    /**
     * What a client has to know before anybody has signed in.
     *
     * @param signInProviders those whose pages people can be sent to
     */
    public record PublicSettings(
            boolean registrationEnabled, String instanceName, String langCode, List<SocialProvider> signInProviders) {
        public PublicSettings {
            signInProviders = List.copyOf(signInProviders);
        }
    }

    public static final Op<GetSettings, AppSettings> GET =
            Op.of("identity.getSettings", GetSettings.class, AppSettings.class).asIdempotent();

    /** Fails with STALE {@code settings.changed}. */
    public static final Op<UpdateSettings, AppSettings> UPDATE =
            Op.of("identity.updateSettings", UpdateSettings.class, AppSettings.class);

    public static final Op<GetPublicSettings, PublicSettings> GET_PUBLIC = Op.of(
                    "identity.getPublicSettings", GetPublicSettings.class, PublicSettings.class)
            .asIdempotent();

    private AppSettingsOps() {}
}
