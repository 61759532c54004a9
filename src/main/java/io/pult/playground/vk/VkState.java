package io.pult.playground.vk;

import java.util.function.Supplier;

/** All that the admin channel may change and calls may see. Confined to the stand-in's context. */
final class VkState {
    private final VkTokens tokens = new VkTokens();
    private final VkWorld world = new VkWorld();
    private final NextCalls<ForcedError> errors = new NextCalls<>();
    private final NextCalls<VkFault> faults = new NextCalls<>();
    private final Supplier<String> origin;
    private final VkCaptchas captchas;
    private Echo echo = Echo.USUAL;

    /** {@code origin} gives the address of this stand-in, once it has one. */
    VkState(Supplier<String> origin) {
        this.origin = origin;
        this.captchas = new VkCaptchas(origin);
    }

    VkTokens tokens() {
        return tokens;
    }

    VkWorld world() {
        return world;
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

    Echo echo() {
        return echo;
    }

    void echo(Echo changed) {
        echo = changed;
    }

    /** Back to how it began: no tokens, the demo users, nothing forced. */
    void reset() {
        tokens.clear();
        world.reset();
        errors.clear();
        faults.clear();
        captchas.clear();
        echo = Echo.USUAL;
    }

    /**
     * What an error repeats of its call in {@code request_params}.
     *
     * @param params whether the field is there at all
     * @param token whether the token is among them
     */
    record Echo(boolean params, boolean token) {
        static final Echo USUAL = new Echo(true, false);
    }
}
