package io.pult.identity.social;

import io.pult.contract.identity.SocialOps.Proof;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Telegram signs with the bot's token. */
final class TelegramProofs {
    /** A launch stays open for long; the widget's fields come at the moment of the click. */
    static final Duration LAUNCH = Duration.ofHours(24);

    /** For what is dangerous, and for what a click has made a moment ago. */
    static final Duration MOMENT = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final @Nullable Keys keys;

    private record Keys(TelegramKey miniApps, TelegramKey widget) {}

    /** @param botToken absent: neither is open */
    TelegramProofs(@Nullable String botToken, InstantSource clock) {
        this.clock = clock;
        this.keys =
                botToken == null ? null : new Keys(TelegramKey.ofMiniApps(botToken), TelegramKey.ofWidget(botToken));
    }

    /**
     * @throws io.pult.bus.Failure UNAUTHENTICATED {@code social.proof_invalid}, {@code social.proof_old},
     *     {@code social.proof_from_future}, {@code social.nobody}, or UNPROCESSABLE {@code social.not_configured}
     */
    SignedPerson launch(String initData, Duration oldest) {
        return young(InitData.read(initData, keys().miniApps()), oldest);
    }

    /** @throws io.pult.bus.Failure likewise */
    SignedPerson widget(Map<String, Object> fields) {
        return young(LoginWidget.read(fields, keys().widget()), MOMENT);
    }

    /** @return absent when the proof is a code */
    @Nullable
    SignedPerson signed(Proof proof, Duration oldestLaunch) {
        if (proof.initData() != null) {
            return launch(proof.initData(), oldestLaunch);
        }
        return proof.widget() == null ? null : widget(proof.widget());
    }

    private SignedPerson young(SignedPerson signed, Duration oldest) {
        signed.requireYoung(clock.instant(), oldest);
        return signed;
    }

    private Keys keys() {
        Keys known = keys;
        if (known == null) {
            throw Passages.notConfigured();
        }
        return known;
    }
}
