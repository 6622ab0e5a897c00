package io.nwfilter.netfilter.ruleset;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.value.IllegalValueException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A statement of nftables that is not known here, word for word as libnftables-json(5) has it.
 *
 * @param keyword what kind of statement it is, such as {@code limit}
 * @param json the statement, a JSON object
 */
public record NftStatement(String keyword, String json) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Statements after which some packets go on unchanged, and the others do not meet the rule. */
  private static final ImmutableSet<String> ASKING =
      ImmutableSet.of("match", "limit", "quota", "ct count");

  /**
   * Checks that it is one object of JSON.
   *
   * @param keyword what kind of statement it is
   * @param json the statement
   * @throws IllegalValueException if it is not
   */
  public NftStatement {
    requireNonNull(keyword, "keyword");
    if (!isObject(json)) {
      throw new IllegalValueException(
          json.substring(0, Math.min(json.length(), 100)), "a statement as an object of JSON");
    }
  }

  /** {@return whether it only asks something, such as a rate limit, and changes nothing} */
  public boolean isQuestion() {
    return ASKING.contains(keyword);
  }

  private static boolean isObject(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
