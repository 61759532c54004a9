package io.pult.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list ordered by a key.
 *
 * @param next opaque cursor of the following page; absent on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
