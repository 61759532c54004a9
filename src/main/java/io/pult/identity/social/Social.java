package io.pult.identity.social;

import io.pult.contract.identity.SocialProvider;
import io.pult.identity.SignIns;
import io.pult.infra.Ground;
import io.pult.infra.Pg;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** This package as {@link io.pult.identity.IdentityVerticle} sees it. Confined to the context that it was made on. */
public final class Social {
    /** Longer than a launch can be shown, whatever the clocks say. */
    private static final Duration PROOFS_KEPT = Duration.ofDays(2);

    private final Ground ground;
    private final Pg pg;
    private final ProviderHttp telegramHttp;
    private final ProviderHttp yandexHttp;
    private final SocialSignInHandlers signIn;
    private final SocialConfirmationHandlers confirmation;
    private final SocialLinkHandlers links;

    public Social(
            Vertx vertx,
            Ground ground,
            Pg pg,
            Ticker timers,
            SocialSettings settings,
            SignIns signIns,
            Registration registration) {
        this.ground = ground;
        this.pg = pg;
        var clock = ground.clock();
        var outbox = ground.outbox();
        telegramHttp = new ProviderHttp(vertx, timers, ground.vitals(), "telegram_sign_in", settings.timeout());
        yandexHttp = new ProviderHttp(vertx, timers, ground.vitals(), "yandex_sign_in", settings.timeout());
        var telegram = new TelegramProofs(settings.telegramBotToken(), clock);
        var passages = new Passages(
                new SocialStartStore(pg),
                providers(vertx, settings),
                new Ticket.Press(ground.secrets()),
                settings.redirectUris(),
                clock);
        var refusals = new Refusals(pg, outbox, clock);
        var users = new SocialUsers(pg, outbox, registration, clock);
        signIn =
                new SocialSignInHandlers(telegram, passages, users, new SocialProofStore(pg), signIns, refusals, clock);
        confirmation = new SocialConfirmationHandlers(telegram, pg, outbox, refusals, clock);
        links = new SocialLinkHandlers(telegram, passages, pg, outbox, refusals, clock);
    }

    private Map<SocialProvider, CodeProvider> providers(Vertx vertx, SocialSettings settings) {
        var providers = new EnumMap<SocialProvider, CodeProvider>(SocialProvider.class);
        String telegramId = settings.telegramClientId();
        String telegramSecret = settings.telegramClientSecret();
        if (telegramId != null && telegramSecret != null) {
            providers.put(
                    SocialProvider.TELEGRAM,
                    new TelegramOidc(
                            vertx,
                            telegramHttp,
                            ground.clock(),
                            settings.telegramIssuer(),
                            telegramId,
                            telegramSecret));
        }
        String yandexId = settings.yandexClientId();
        String yandexSecret = settings.yandexClientSecret();
        if (yandexId != null && yandexSecret != null) {
            providers.put(
                    SocialProvider.YANDEX,
                    new YandexId(
                            vertx,
                            yandexHttp,
                            settings.yandexAuthUrl(),
                            settings.yandexInfoUrl(),
                            yandexId,
                            yandexSecret));
        }
        return providers;
    }

    public Future<?> serve() {
        var bus = ground.bus();
        return Future.all(signIn.serve(bus), confirmation.serve(bus), links.serve(bus));
    }

    /** Ways through a provider's page that nobody walked to the end, and proofs that are too old to be shown again. */
    public Future<?> forgetOld() {
        Instant now = ground.clock().instant();
        return Future.all(
                new SocialStartStore(pg).forgetBefore(now),
                new SocialProofStore(pg).forgetBefore(now.minus(PROOFS_KEPT)));
    }

    public Future<?> close() {
        return Future.join(telegramHttp.close(), yandexHttp.close());
    }
}
