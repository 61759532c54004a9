package io.pult.bus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event about something that belongs to a workspace; {@link Topic#toMembers} shows it to that workspace alone. */
public interface OfWorkspace {
    /** Absent: it is the instance's own, for those to whom every workspace is open. */
    @Nullable
    UUID workspaceId();
}
