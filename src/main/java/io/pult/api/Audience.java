package io.pult.api;

import io.pult.bus.MemberRole;
import io.pult.bus.OfWorkspace;
import io.pult.bus.Principal;
import io.pult.bus.Topic;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who of those that may see a topic is shown one event of it.
 *
 * @param members absent: all of them
 * @param workspace to which the event belongs; absent: to none
 */
record Audience(@Nullable MemberRole members, @Nullable UUID workspace) {
    private static final Audience ALL = new Audience(null, null);

    static Audience of(Topic<?> topic, Object event) {
        if (event instanceof OfWorkspace owned) {
            MemberRole least = topic.members();
            return new Audience(least == null ? MemberRole.VIEWER : least, owned.workspaceId());
        }
        return ALL;
    }

    boolean includes(Principal reader) {
        if (members == null || reader.inEveryWorkspace()) {
            return true;
        }
        return workspace != null && reader.memberOf(workspace.toString(), members);
    }
}
