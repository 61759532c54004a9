package io.pult;

/** x. */
public final class App {
    private App() {}

    /** x. */
    public static void main(String[] args) {
        System.out.println("hi");
    }
}
