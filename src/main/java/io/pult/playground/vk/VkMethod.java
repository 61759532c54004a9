package io.pult.playground.vk;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Function;

/** One method of the API. */
interface VkMethod {

    /** With its section, in VK's case: {@code users.get}. */
    String name();

    /** The kinds of token that may call it; others get error 27 or 28. */
    Set<VkTokenSpec.Kind> kinds();

    /** The whole answer, {@code {"response": …}}; an error is thrown as {@link VkRefusal}. */
    JsonObject answer(VkCall call);

    /** A method that needs nothing but its call. {@code body} gives what stands in {@code response}. */
    static VkMethod of(String name, Set<VkTokenSpec.Kind> kinds, Function<VkCall, Object> body) {
        return new Plain(name, kinds, body);
    }

    /** See {@link #of}. */
    record Plain(String name, Set<VkTokenSpec.Kind> kinds, Function<VkCall, Object> body) implements VkMethod {
        @Override
        public JsonObject answer(VkCall call) {
            return new JsonObject().put("response", body.apply(call));
        }
    }
}
