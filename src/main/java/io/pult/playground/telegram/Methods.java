package io.pult.playground.telegram;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The methods that the stand-in has. A new section is one file and one line here. */
final class Methods {
    private final Map<String, Method> byName = new HashMap<>();

    Methods(World world) {
        Stream.of(
                        HelpMethods.of(world),
                        CodeMethods.of(world),
                        PasswordMethods.of(world),
                        LoginTokenMethods.of(world),
                        DeviceMethods.of(world),
                        AccountMethods.of(world),
                        UsersMethods.of(world),
                        ContactsMethods.of(world),
                        UpdatesMethods.of(world),
                        SendingMethods.of(world),
                        HistoryMethods.of(world),
                        DialogMethods.of(world),
                        DiscussionMethods.of(world),
                        ReactionMethods.of(world),
                        ChannelsMethods.of(world),
                        JoiningMethods.of(world))
                .flatMap(List::stream)
                .forEach(this::add);
    }

    @Nullable
    Method find(String name) {
        return byName.get(name);
    }

    private void add(Method method) {
        if (byName.put(method.name(), method) != null) {
            throw new IllegalStateException("two methods are called " + method.name());
        }
    }
}
