package io.pult.playground.vk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code execute}: up to 25 calls in one, which count as one towards the rate and as themselves towards the quotas. */
final class ExecuteMethod implements VkMethod {
    private final Function<VkCall, JsonObject> inner;

    /** {@code inner} makes one call of a script and throws {@link VkRefusal} when it fails. */
    ExecuteMethod(Function<VkCall, JsonObject> inner) {
        this.inner = inner;
    }

    @Override
    public String name() {
        return "execute";
    }

    @Override
    public Set<VkTokenSpec.Kind> kinds() {
        return Set.of(VkTokenSpec.Kind.USER, VkTokenSpec.Kind.GROUP);
    }

    /** A call that fails leaves {@code false} in its place and an item, in order, in {@code execute_errors}. */
    @Override
    public JsonObject answer(VkCall call) {
        JsonArray results = new JsonArray();
        JsonArray errors = new JsonArray();
        for (ExecuteScript.Inner each :
                ExecuteScript.parse(call.required("code")).calls()) {
            try {
                VkCall made = new VkCall(each.method(), params(each.arguments()), call.token());
                results.add(inner.apply(made).getValue("response"));
            } catch (VkRefusal refusal) {
                results.add(false);
                errors.add(refusal.error().executeItem(each.method()));
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
