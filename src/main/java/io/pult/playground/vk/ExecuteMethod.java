package io.pult.playground.vk;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code execute}: up to 25 calls in one, which count as one towards the rate and as themselves towards the quotas. */
final class ExecuteMethod implements VkMethod {
    private final Function<VkCall, JsonObject> inner;
    private final IntSupplier maxBytes;

    /**
     * @param inner makes one call of a script and throws {@link VkRefusal} when it fails
     * @param maxBytes that the responses of one script may have together
     */
    ExecuteMethod(Function<VkCall, JsonObject> inner, IntSupplier maxBytes) {
        this.inner = inner;
        this.maxBytes = maxBytes;
    }

    @Override
    public String name() {
        return "execute";
    }

    @Override
    public Set<VkTokenSpec.Kind> kinds() {
        return NOT_SERVICE;
    }

    @Override
    public @Nullable String scope() {
        return null;
    }

    /** A call that fails leaves {@code false} in its place and an item, in order, in {@code execute_errors}. */
    @Override
    public JsonObject answer(VkCall call) {
        JsonArray results = new JsonArray();
        JsonArray errors = new JsonArray();
        long bytes = 0;
        for (ExecuteScript.Inner each :
                ExecuteScript.parse(call.required("code")).calls()) {
            try {
                VkCall made = new VkCall(each.method(), params(each.arguments()), call.token());
                Object response = inner.apply(made).getValue("response");
                bytes += Json.encodeToBuffer(response).length();
                results.add(response);
            } catch (VkRefusal refusal) {
                results.add(false);
                errors.add(refusal.error().executeItem(each.method()));
            }
            // What was called until here was called, and counted: that is what makes a batch too large costly.
            if (bytes > maxBytes.getAsInt()) {
                throw VkErrors.of(13, "response size is too big");
            }
        }
        JsonObject answer = new JsonObject().put("response", results);
        return errors.isEmpty() ? answer : answer.put("execute_errors", errors);
    }

    /** Arguments as they would have come over the wire. */
    private static Map<String, String> params(JsonObject arguments) {
        Map<String, String> params = new LinkedHashMap<>();
        arguments.forEach(argument -> {
            if (argument.getValue() != null) {
                params.put(argument.getKey(), wire(argument.getValue()));
            }
        });
        return params;
    }

    private static String wire(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof JsonArray array) {
            return array.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return value instanceof JsonObject object ? object.encode() : value.toString();
    }
}
