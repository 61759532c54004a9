package io.pult.identity;

import io.pult.bus.RawJson;
import io.pult.contract.identity.MeOps;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Puts the parts of what is stored about a person into one document. */
final class PersonalExport {
    private final List<PersonalData> parts;
    private final InstantSource clock;

    PersonalExport(List<PersonalData> parts, InstantSource clock) {
        this.parts = List.copyOf(parts);
        this.clock = clock;
    }

    Future<MeOps.Exported> of(UUID user) {
        return Future.<JsonArray>all(parts.stream().map(part -> part.of(user)).toList())
                .map(read -> document(read.list()));
    }

    private MeOps.Exported document(List<JsonArray> read) {
        var data = new LinkedHashMap<String, RawJson>();
        var notes = new ArrayList<String>();
        for (int i = 0; i < read.size(); i++) {
            String name = parts.get(i).name();
            data.put(name, new RawJson(read.get(i).encode()));
            if (read.get(i).size() >= PersonalData.MOST) {
                notes.add(name + " holds the newest " + PersonalData.MOST + " entries, there may be older ones");
            }
        }
        return new MeOps.Exported(clock.instant(), data, notes);
    }
}
