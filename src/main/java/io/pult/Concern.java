package io.pult;

import io.pult.bus.Topic;
import io.pult.contract.jobs.JobsEvents;
import io.pult.contract.telegram.TelegramAccountOps;
import io.pult.contract.telegram.TelegramSignInOps;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.identity.IdentityConfiguration;
import io.pult.identity.IdentityVerticle;
import io.pult.infra.Ground;
import io.pult.jobs.JobsVerticle;
import io.pult.telegram.TelegramSessionsVerticle;
import io.pult.vk.VkClientRotatorVerticle;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A concern as the node sees it: a name and how its verticle is made. Deployed in the order of the list and undeployed in
 * the opposite one, so that whoever is asked is there before whoever asks.
 *
 * @param leave how long its {@code stop()} may take
 */
record Concern(String name, BiFunction<Ground, Settings, VerticleBase> verticle, Duration leave) {
    private Concern(String name, BiFunction<Ground, Settings, VerticleBase> verticle) {
        this(name, verticle, Drain.Part.USUAL);
    }

    /** Deployed last and drained first, by {@link Node} itself. */
    static final String API = "api";

    static final List<Concern> ALL = List.of(
            new Concern(
                    "identity",
                    (ground, settings) -> new IdentityVerticle(
                            ground,
                            new IdentityConfiguration(
                                    settings.identity(),
                                    settings.passwords(),
                                    settings.factors(),
                                    settings.audit(),
                                    settings.social(),
                                    settings.http().publicUrl()))),
            new Concern(
                    "vk",
                    (ground, settings) -> new VkClientRotatorVerticle(
                            ground, settings.vk(), settings.data().dir())),
            new Concern(
                    "telegram",
                    (ground, settings) -> new TelegramSessionsVerticle(ground, settings.telegram()),
                    TelegramSessionsVerticle.LEAVE),
            new Concern("jobs", (ground, settings) -> new JobsVerticle(ground, settings.jobs())));

    static Set<String> names() {
        var names = new LinkedHashSet<String>();
        ALL.forEach(concern -> names.add(concern.name()));
        names.add(API);
        return names;
    }

    /** What can be listened to over HTTP, as far as the listener's grants allow. */
    static List<Topic<?>> topics() {
        return List.of(
                JobsEvents.PROGRESSED,
                JobsEvents.INBOX_CHANGED,
                SystemAccountOps.CHANGED,
                TelegramAccountOps.CHANGED,
                TelegramSignInOps.CHANGED);
    }

    /** Whatever a node runs, its gateway knows the whole contract: the answer may come from another node. */
    static List<String> contracts() {
        return new ArrayList<>(names());
    }
}
