package io.pult.identity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.UUID;

/** One part of what is stored about a person, for that person to take along. Each table that holds such a thing has one. */
public interface PersonalData {
    /** Entries of one part; a person who has more gets the newest of them, and is told so. */
    int MOST = 10_000;

    /** Of the part, in the document; snake_case. */
    String name();

    /** At most {@link #MOST}, newest first where there can be many. Never a secret, not even as a hash. */
    Future<JsonArray> of(UUID user);
}
