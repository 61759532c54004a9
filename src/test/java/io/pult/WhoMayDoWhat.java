package io.pult;

import io.pult.contract.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The table {@code who-may-do-what.txt}: one line an operation, its id and who may ask it, {@code everybody},
 * {@code anybody-known}, or roles and key scopes of which one is enough. Written by hand, so that a slip in the contract
 * stands out.
 */
record WhoMayDoWhat(Map<String, Set<String>> rights) {
    static final String EVERYBODY = "everybody";
    static final String ANYBODY_KNOWN = "anybody-known";
    private static final String FILE = "who-may-do-what.txt";

    static WhoMayDoWhat read() {
        try (var in = WhoMayDoWhat.class.getClassLoader().getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not on the class path");
            }
            var rights = new TreeMap<String, Set<String>>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> words = Arrays.asList(line.strip().split("\\s+"));
                    rights.put(words.get(0), Set.copyOf(words.subList(1, words.size())));
                }
            }
            return new WhoMayDoWhat(rights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean everybody(String operation) {
        return of(operation).contains(EVERYBODY);
    }

    /** Whether one of these roles, with those that it includes, is enough. */
    boolean role(String operation, Role held) {
        Set<String> wanted = of(operation);
        return wanted.contains(EVERYBODY)
                || wanted.contains(ANYBODY_KNOWN)
                || Role.grants(Set.of(held)).stream().anyMatch(wanted::contains);
    }

    /** A key with every scope may, when a scope is named at all. */
    boolean mightyKey(String operation) {
        Set<String> wanted = of(operation);
        return wanted.contains(EVERYBODY)
                || wanted.contains(ANYBODY_KNOWN)
                || wanted.stream().anyMatch(word -> word.contains(":"));
    }

    /** A key whose scope belongs to a concern that does not exist. */
    boolean otherKey(String operation) {
        return of(operation).contains(EVERYBODY) || of(operation).contains(ANYBODY_KNOWN);
    }

    private Set<String> of(String operation) {
        Set<String> wanted = rights.get(operation);
        if (wanted == null) {
            throw new AssertionError("the table does not say who may ask " + operation);
        }
        return wanted;
    }
}
