package io.pult.playground.vk;

import java.time.InstantSource;
import java.util.function.Supplier;

/** All that the admin channel may change and calls may see. Confined to the stand-in's context. */
final class VkState {
    private final VkTokens tokens = new VkTokens();
    private final VkGrants grants = new VkGrants(tokens);
    private final VkWorld world = new VkWorld();
    private final NextCalls<ForcedError> errors = new NextCalls<>();
    private final NextCalls<VkFault> faults = new NextCalls<>();
    private final Supplier<String> origin;
    private final InstantSource clock;
    private final VkActs acts;
    private final VkCaptchas captchas;
    private VkHabits habits = VkHabits.USUAL;

    /** {@code origin} gives the address of this stand-in, once it has one. */
    VkState(InstantSource clock, Supplier<String> origin) {
        this.clock = clock;
        this.origin = origin;
        this.acts = new VkActs(clock);
        this.captchas = new VkCaptchas(origin);
    }

    InstantSource clock() {
        return clock;
    }

    VkTokens tokens() {
        return tokens;
    }

    VkGrants grants() {
        return grants;
    }

    VkWorld world() {
        return world;
    }

    VkActs acts() {
        return acts;
    }

    NextCalls<ForcedError> errors() {
        return errors;
    }

    NextCalls<VkFault> faults() {
        return faults;
    }

    VkCaptchas captchas() {
        return captchas;
    }

    String origin() {
        return origin.get();
    }

    VkHabits habits() {
        return habits;
    }

    void habits(VkHabits changed) {
        habits = changed;
    }

    /** Back to how it began: no tokens, the demo world, nothing written, nothing forced. */
    void reset() {
        tokens.clear();
        grants.clear();
        world.reset();
        acts.clear();
        errors.clear();
        faults.clear();
        captchas.clear();
        habits = VkHabits.USUAL;
    }
}
