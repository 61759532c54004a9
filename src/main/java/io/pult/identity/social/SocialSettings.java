package io.pult.identity.social;

import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A way to sign in is open when what it needs is set.
 *
 * @param telegramBotToken signs what Mini Apps and the Login Widget show; absent: neither is open
 * @param telegramClientId of "Log In With Telegram", with its secret; absent: that way is closed
 * @param telegramIssuer OpenID Connect issuer, without a slash at the end
 * @param yandexClientId of the application at Yandex ID, with its secret; absent: that way is closed
 * @param yandexAuthUrl under which {@code /authorize} and {@code /token} are
 * @param yandexInfoUrl under which {@code /info} is
 * @param redirectUris pages that providers may send people back to, compared letter by letter; the first is the default
 * @param timeout of one question to a provider, 100 ms to 8 s
 */
public record SocialSettings(
        @Secret @Nullable String telegramBotToken,
        @Nullable String telegramClientId,
        @Secret @Nullable String telegramClientSecret,
        URI telegramIssuer,
        @Nullable String yandexClientId,
        @Secret @Nullable String yandexClientSecret,
        URI yandexAuthUrl,
        URI yandexInfoUrl,
        List<String> redirectUris,
        Duration timeout) {
    private static final Pattern BOT_TOKEN = Pattern.compile("[1-9][0-9]{0,19}:[A-Za-z0-9_-]{4,60}");
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    public SocialSettings {
        redirectUris = List.copyOf(redirectUris);
        if (telegramBotToken != null && !BOT_TOKEN.matcher(telegramBotToken).matches()) {
            throw refused("telegram_bot_token", "is not a number, a colon and letters, as BotFather gives them");
        }
        requireBoth("telegram", telegramClientId, telegramClientSecret);
        requireBoth("yandex", yandexClientId, yandexClientSecret);
        requireSite("telegram_issuer", telegramIssuer);
        requireSite("yandex_auth_url", yandexAuthUrl);
        requireSite("yandex_info_url", yandexInfoUrl);
        redirectUris.forEach(SocialSettings::requirePage);
        if (redirectUris.isEmpty() && (telegramClientId != null || yandexClientId != null)) {
            throw refused("redirect_uris", "is empty, but a client id is set; name the page that people come back to");
        }
        if (timeout.toMillis() < 100 || timeout.toMillis() > 8_000) {
            throw refused("timeout", "must be from 100ms to 8s");
        }
    }

    /** Those whose pages people can be sent to. */
    public List<SocialProvider> providers() {
        var providers = new ArrayList<SocialProvider>();
        if (telegramClientId != null) {
            providers.add(SocialProvider.TELEGRAM);
        }
        if (yandexClientId != null) {
            providers.add(SocialProvider.YANDEX);
        }
        return providers;
    }

    private static void requireBoth(String provider, @Nullable String id, @Nullable String secret) {
        if ((id == null) != (secret == null)) {
            throw refused(provider + "_client_id", "and " + provider + "_client_secret are set together, or neither");
        }
    }

    private static void requireSite(String name, URI url) {
        if (!safe(url)
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawPath().endsWith("/")) {
            throw refused(name, "must be https://host, without a slash at the end (http on this machine alone)");
        }
    }

    private static void requirePage(String text) {
        boolean page;
        try {
            URI uri = URI.create(text);
            page = safe(uri) && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            page = false;
        }
        if (!page) {
            throw refused("redirect_uris", "names '" + text + "', which is not https://host/path without a fragment");
        }
    }

    /** What crosses a network is encrypted: a code or a token in the clear is a sign-in for whoever reads along. */
    static boolean safe(URI uri) {
        boolean here = "http".equals(uri.getScheme()) && THIS_MACHINE.contains(String.valueOf(uri.getHost()));
        return uri.getHost() != null && uri.getRawUserInfo() == null && (here || "https".equals(uri.getScheme()));
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("social." + name + " " + why);
    }

    @Override
    public String toString() {
        return "SocialSettings[" + telegramIssuer + ", " + yandexAuthUrl + "]";
    }
}
