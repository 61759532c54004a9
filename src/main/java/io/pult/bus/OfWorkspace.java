package io.pult.bus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event about something that belongs to a workspace. Over HTTP it is shown to the members of that workspace alone, from the
 * role on that {@link Topic#toMembers} names, and to those to whom every workspace is open.
 */
public interface OfWorkspace {
    /** Absent: it is the instance's own, for those to whom every workspace is open. */
    @Nullable
    UUID workspaceId();
}
