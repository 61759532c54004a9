package io.pult.api;

import io.pult.api.Operation.Verb;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a path, by one step per segment: the cost does not depend on how many operations there are. A
 * literal segment wins over a parameter; a slash at the end changes nothing.
 */
final class Routes {
    private static final int DEEPEST = 16;

    private final Node root = new Node();

    private Routes() {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<Verb, Operation> operations = new EnumMap<>(Verb.class);
        private @Nullable Node parameter;
        private @Nullable String allow;
        private @Nullable String template;
    }

    /**
     * @param allow value of the header Allow
     * @param values of the path's parameters, still encoded
     */
    record Match(Map<Verb, Operation> operations, String allow, List<String> values) {}

    static Routes of(List<Operation> operations) {
        var routes = new Routes();
        operations.forEach(routes::add);
        return routes;
    }

    private void add(Operation operation) {
        Node node = root;
        for (String segment : segments(operation.path())) {
            if (!segment.startsWith("{")) {
                node = node.literals.computeIfAbsent(segment, name -> new Node());
            } else {
                node.parameter = node.parameter == null ? new Node() : node.parameter;
                node = node.parameter;
            }
        }
        if (node.template != null && !node.template.equals(operation.path())) {
            throw new BadContract(
                    "operation " + operation.id(),
                    operation.path() + " and " + node.template + " cannot be told apart");
        }
        node.template = operation.path();
        node.operations.put(operation.method(), operation);
        node.allow = allow(node.operations);
    }

    private static String allow(Map<Verb, Operation> operations) {
        String verbs = operations.keySet().stream().map(Verb::name).collect(Collectors.joining(", "));
        return verbs + (operations.containsKey(Verb.GET) ? ", HEAD" : "") + ", OPTIONS";
    }

    @Nullable
    Match find(String path) {
        List<String> segments = segments(path);
        if (segments.size() > DEEPEST) {
            return null;
        }
        var values = new ArrayList<String>(2);
        Node node = find(root, segments, 0, values);
        return node == null || node.allow == null ? null : new Match(node.operations, node.allow, values);
    }

    private static @Nullable Node find(Node from, List<String> segments, int depth, List<String> values) {
        if (depth == segments.size()) {
            return from.allow == null ? null : from;
        }
        String segment = segments.get(depth);
        Node literal = from.literals.get(segment);
        if (literal != null) {
            Node found = find(literal, segments, depth + 1, values);
            if (found != null) {
                return found;
            }
        }
        if (from.parameter == null || segment.isEmpty()) {
            return null;
        }
        values.add(segment);
        Node found = find(from.parameter, segments, depth + 1, values);
        if (found == null) {
            values.remove(values.size() - 1);
        }
        return found;
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>(6);
        int from = 1;
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        while (from <= end && path.length() > 1 && segments.size() <= DEEPEST) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            segments.add(path.substring(from, to));
            from = to + 1;
        }
        return segments;
    }
}
