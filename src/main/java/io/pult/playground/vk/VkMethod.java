package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One method of the API. */
interface VkMethod {
    Set<VkTokenSpec.Kind> ANY = Set.of(VkTokenSpec.Kind.values());
    Set<VkTokenSpec.Kind> NOT_GROUPS = Set.of(VkTokenSpec.Kind.USER, VkTokenSpec.Kind.SERVICE);
    Set<VkTokenSpec.Kind> NOT_SERVICE = Set.of(VkTokenSpec.Kind.USER, VkTokenSpec.Kind.GROUP);
    Set<VkTokenSpec.Kind> USERS = Set.of(VkTokenSpec.Kind.USER);

    /** With its section, in VK's case: {@code users.get}. */
    String name();

    /** The kinds of token that may call it; others get error 27 or 28. */
    Set<VkTokenSpec.Kind> kinds();

    /** The right that a token must have been given for it; null when none is needed. */
    @Nullable
    String scope();

    /** The whole answer, {@code {"response": …}}; an error is thrown as {@link VkRefusal}. */
    JsonObject answer(VkCall call);

    /** A method that needs nothing but its call. {@code body} gives what stands in {@code response}. */
    static VkMethod of(String name, Set<VkTokenSpec.Kind> kinds, Function<VkCall, Object> body) {
        return new Plain(name, kinds, null, body);
    }

    /** The same for a method that only tokens with the scope may call. */
    static VkMethod scoped(String name, Set<VkTokenSpec.Kind> kinds, String scope, Function<VkCall, Object> body) {
        return new Plain(name, kinds, scope, body);
    }

    /** See {@link #of}. */
    record Plain(
            String name,
            Set<VkTokenSpec.Kind> kinds,
            @Nullable String scope,
            Function<VkCall, Object> body) implements VkMethod {
        @Override
        public JsonObject answer(VkCall call) {
            return new JsonObject().put("response", body.apply(call));
        }
    }
}
