package io.pult.identity.social;

import static io.pult.identity.social.SocialLab.ANNA;
import static io.pult.identity.social.SocialLab.PHONE;
import static io.pult.identity.social.SocialLab.launch;
import static io.pult.identity.social.SocialLab.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.identity.SocialOps;
import io.pult.contract.identity.SocialProvider;
import io.pult.support.Gate;
import io.pult.support.TestStores;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that are slow, wrong or gone, and a database that is away. */
class ProviderFaultsIT {
    private static final String UNREACHABLE = "502 social.provider_unreachable";
    private static final String WRONG = "502 social.provider_wrong";

    @TempDir
    static Path folder;

    private static SocialLab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = new SocialLab(folder);
    }

    @BeforeEach
    void clear() {
        lab.clear();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static String telegram(SocialLab lab) {
        var request = lab.trip(SocialProvider.TELEGRAM, ANNA, null).signIn(null);
        return lab.refusal(SocialOps.TELEGRAM, request, stranger());
    }

    private static String yandex(SocialLab lab) {
        var request = lab.trip(SocialProvider.YANDEX, ANNA, null).signIn(null);
        return lab.refusal(SocialOps.YANDEX, request, stranger());
    }

    @Test
    void a_provider_that_is_slow_silent_cut_off_or_endless_is_given_up_and_the_next_sign_in_works() {
        for (String kind : List.of("latency", "hang", "cut", "huge")) {
            lab.telegram.fault(kind, "token");
            assertThat(telegram(lab)).as(kind).isEqualTo(UNREACHABLE);
            lab.yandex.fault(kind, "token");
            assertThat(yandex(lab)).as(kind).isEqualTo(UNREACHABLE);
            lab.yandex.fault(kind, "info");
            assertThat(yandex(lab)).as(kind).isEqualTo(UNREACHABLE);
        }
        assertThat(lab.count("SELECT count(*) FROM app_user")).isZero();
        lab.signedIn(SocialProvider.TELEGRAM, ANNA);
        lab.signedIn(SocialProvider.YANDEX, ANNA);
    }

    @Test
    void a_provider_that_answers_something_else_is_said_to() throws Exception {
        // One that has not asked for keys before.
        try (var own = new SocialLab(folder.resolve("fresh"))) {
            for (String kind : List.of("html", "nonsense")) {
                for (String at : List.of("token", "keys")) {
                    own.telegram.fault(kind, at);
                    assertThat(telegram(own)).as(kind + " " + at).isEqualTo(WRONG);
                }
                for (String at : List.of("token", "info")) {
                    own.yandex.fault(kind, at);
                    assertThat(yandex(own)).as(kind + " " + at).isEqualTo(WRONG);
                }
            }
            own.telegram.admin("POST", "spoil", new JsonObject().put("what", "no_id"));
            assertThat(telegram(own)).isEqualTo(WRONG);
        }
    }

    @Test
    void an_issuer_that_cannot_describe_itself_is_asked_again_by_the_next_start() {
        // What went wrong at its addresses makes that its description is asked for anew.
        lab.telegram.fault("html", "token");
        assertThat(telegram(lab)).isEqualTo(WRONG);
        var start = new SocialOps.Start(SocialProvider.TELEGRAM, null);
        lab.telegram.fault("html", "discovery");
        assertThat(lab.refusal(SocialOps.START, start, stranger())).isEqualTo(WRONG);
        lab.telegram.fault("hang", "discovery");
        assertThat(lab.refusal(SocialOps.START, start, stranger())).isEqualTo(UNREACHABLE);

        lab.signedIn(SocialProvider.TELEGRAM, ANNA);
    }

    @Test
    void a_provider_that_does_not_know_our_secret_is_the_operators_to_mend() throws Exception {
        try (var own =
                new SocialLab(folder.resolve("other"), TestStores.migrated().toString(), "an old secret")) {
            assertThat(yandex(own)).isEqualTo("502 social.provider_refuses_us");
            assertThat(own.audit()).isEmpty();
        }
    }

    @Test
    void without_the_database_nobody_is_signed_in_and_nothing_is_half_written() throws Exception {
        try (var gate = new Gate(TestStores.migrated())) {
            try (var own = new SocialLab(folder.resolve("gated"), gate.url(), "yandex-secret")) {
                String initData = own.telegram.launch(ANNA, 0);
                var code = own.trip(SocialProvider.YANDEX, ANNA, null).signIn(null);
                gate.shut();

                assertThat(own.refusal(SocialOps.TELEGRAM, launch(initData, PHONE), stranger()))
                        .isEqualTo("503 store.unavailable");
                assertThat(own.refusal(SocialOps.YANDEX, code, stranger())).isEqualTo("503 store.unavailable");

                gate.open();
                assertThat(own.count("SELECT count(*) FROM app_user")).isZero();
                // The launch was not used up, nor was the state.
                own.ask(SocialOps.TELEGRAM, launch(initData, PHONE), stranger());
                own.ask(SocialOps.YANDEX, code, stranger());
                assertThat(own.count("SELECT count(*) FROM session")).isEqualTo(2);
            }
        }
    }
}
