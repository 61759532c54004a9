package io.pult.playground.social;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Somebody whom one can be on a stand-in's page. */
record SocialPerson(long id, String username, String firstName, String lastName, String language) {
    static final List<SocialPerson> ALL = List.of(
            new SocialPerson(900_001, "anna_demo", "Anna", "Demo", "ru"),
            new SocialPerson(900_002, "boris_demo", "Boris", "Demo", "ru"),
            new SocialPerson(900_003, "carol_demo", "Carol", "Demo", "en"));

    static Optional<SocialPerson> find(String id) {
        return ALL.stream()
                .filter(person -> Long.toString(person.id).equals(id))
                .findFirst();
    }

    String name() {
        return firstName + " " + lastName;
    }

    static JsonArray describe() {
        var people = new JsonArray();
        ALL.forEach(person -> people.add(new JsonObject().put("id", person.id).put("username", person.username)));
        return people;
    }
}
