package io.pult.playground.vk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The methods that the stand-in has. A new section is one file and one line here. */
final class VkMethods {
    private final Map<String, VkMethod> byName = new HashMap<>();

    VkMethods(VkState state, ExecuteMethod execute) {
        VkWorld world = state.world();
        Stream.of(
                        List.of(execute), //
                        UsersMethods.of(world),
                        GroupsMethods.of(world),
                        WallMethods.of(world),
                        LikesMethods.of(world, state.acts()),
                        WritingMethods.of(world, state.acts(), state.clock()),
                        UtilsMethods.of(world))
                .flatMap(List::stream)
                .forEach(this::add);
    }

    @Nullable
    VkMethod find(String name) {
        return byName.get(name);
    }

    private void add(VkMethod method) {
        if (byName.put(method.name(), method) != null) {
            throw new IllegalStateException("two methods are called " + method.name());
        }
    }
}
