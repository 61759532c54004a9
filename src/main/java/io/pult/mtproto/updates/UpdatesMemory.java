package io.pult.mtproto.updates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to outlive a restart so that nothing is missed over it; small and immutable.
 *
 * @param state null before the first {@code updates.getState}
 */
public record UpdatesMemory(@Nullable UpdateState state, List<ChannelMark> channels) {
    public static final UpdatesMemory NONE = new UpdatesMemory(null, List.of());

    public UpdatesMemory {
        channels = List.copyOf(channels);
    }
}
