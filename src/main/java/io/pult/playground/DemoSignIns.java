package io.pult.playground;

import io.pult.playground.social.TelegramIdStandIn;
import io.pult.playground.social.YandexIdStandIn;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The application that the stand-ins of Telegram and Yandex ID know from the start: Pult on this machine, on any port. */
final class DemoSignIns {
    private static final String BOT_TOKEN = "1000000001:TEST-pult-demo-bot";
    private static final String TELEGRAM_SECRET = "telegram-demo-secret";
    private static final String YANDEX_ID = "yandex-demo-client";
    private static final String YANDEX_SECRET = "yandex-demo-secret";
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");
    /** Pages of the web app: where people sign in, where they link, and where it is sent back to from both. */
    private static final List<String> PAGES = List.of("/login", "/account", "/login/social");

    private DemoSignIns() {}

    /** Makes a key, which takes a moment. */
    static TelegramIdStandIn telegram() {
        return new TelegramIdStandIn(0, Clock.systemUTC(), BOT_TOKEN, TELEGRAM_SECRET, pages(""));
    }

    static YandexIdStandIn yandex() {
        return new YandexIdStandIn(0, Clock.systemUTC(), YANDEX_ID, YANDEX_SECRET, pages(""));
    }

    private static List<String> pages(String port) {
        return HOSTS.stream()
                .flatMap(host -> PAGES.stream().map(page -> "http://" + host + port + page))
                .toList();
    }

    static Map<String, String> settings(TelegramIdStandIn telegram, YandexIdStandIn yandex, int httpPort) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("social.telegram_bot_token", BOT_TOKEN);
        settings.put("social.telegram_client_id", TelegramIdStandIn.clientId(BOT_TOKEN));
        settings.put("social.telegram_client_secret", TELEGRAM_SECRET);
        settings.put("social.telegram_issuer", telegram.url());
        settings.put("social.yandex_client_id", YANDEX_ID);
        settings.put("social.yandex_client_secret", YANDEX_SECRET);
        settings.put("social.yandex_auth_url", yandex.url());
        settings.put("social.yandex_info_url", yandex.url());
        settings.put("social.redirect_uris", String.join(",", pages(":" + httpPort)));
        return settings;
    }
}
