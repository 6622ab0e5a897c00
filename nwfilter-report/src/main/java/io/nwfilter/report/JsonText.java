package io.nwfilter.report;

import java.io.StringWriter;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes JSON, indented and in ASCII: no encoding, terminal or script can misread it. Nor does the
 * log of a GitHub workflow, which runs {@code ##[command]} wherever it is in a line.
 */
public final class JsonText {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
          return new DefaultPrettyPrinter()
              .withObjectIndenter(indenter)
              .withArrayIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
          return true;
        }
      };

  private final JsonGenerator generator;

  private JsonText(JsonGenerator generator) {
    this.generator = generator;
  }

  /**
   * {@return the text of an object, with a line break at its end}
   *
   * @param members writes the object's members
   */
  public static String object(Consumer<JsonText> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(INDENTED, text)) {
      JsonText json = new JsonText(generator);
      generator.writeStartObject();
      members.accept(json);
      generator.writeEndObject();
    }
    return text.append('\n').toString().replace("##[", "#\\u0023["); // only in strings of JSON
  }

  /**
   * Writes a member that is a text.
   *
   * @param name its name
   * @param value its value
   */
  public void member(String name, String value) {
    generator.writeName(name);
    generator.writeString(wellFormed(value));
  }

  /**
   * Writes a member that is a number.
   *
   * @param name its name
   * @param value its value
   */
  public void member(String name, int value) {
    generator.writeName(name);
    generator.writeNumber(value);
  }

  /**
   * Writes a member that is a truth value.
   *
   * @param name its name
   * @param value its value
   */
  public void member(String name, boolean value) {
    generator.writeName(name);
    generator.writeBoolean(value);
  }

  /**
   * Writes a member that is a number, and null where that is 0.
   *
   * @param name its name
   * @param value its value
   */
  public void known(String name, int value) {
    if (value > 0) {
      member(name, value);
    } else {
      none(name);
    }
  }

  /**
   * Writes a member that is null.
   *
   * @param name its name
   */
  public void none(String name) {
    generator.writeName(name);
    generator.writeNull();
  }

  /**
   * Writes a member that is an object.
   *
   * @param name its name
   * @param members writes the object's members
   */
  public void object(String name, Consumer<JsonText> members) {
    generator.writeName(name);
    element(members);
  }

  /** Writes a member that is an object with a single member, a text. */
  void text(String name, UnaryOperator<String> escape, String value) {
    object(name, message -> message.member("text", escape.apply(value)));
  }

  /**
   * Writes a member that is an array of objects.
   *
   * @param name its name
   * @param items what the objects are made of
   * @param members writes the members of an item's object
   * @param <T> the type of the items
   */
  public <T> void array(String name, Collection<T> items, Consumer<T> members) {
    generator.writeName(name);
    generator.writeStartArray();
    for (T item : items) {
      element(json -> members.accept(item));
    }
    generator.writeEndArray();
  }

  private void element(Consumer<JsonText> members) {
    generator.writeStartObject();
    members.accept(this);
    generator.writeEndObject();
  }

  /** JSON texts are Unicode (RFC 8259, section 8.2), halves of surrogate pairs are not. */
  private static String wellFormed(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }
}
