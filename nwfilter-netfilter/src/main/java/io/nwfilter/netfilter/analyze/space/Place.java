package io.nwfilter.netfilter.analyze.space;

import io.nwfilter.netfilter.packet.Field;
import java.util.Set;

/** Where on the way of packets something is asked, equal on hosts where the reply is the same. */
public interface Place {

  /** {@return where rules ask what is not known of any packet} */
  Object ofRules();

  /**
   * {@return where rules ask what fields are that rules may have changed before}
   *
   * @param fields the fields
   * @param changers the rules that have changed them before, as far as they do not translate
   *     addresses
   */
  Object afterChanging(Set<Field> fields, Set<Object> changers);

  /**
   * {@return a place where it does not matter what has changed a field}
   *
   * @param stage what is equal there
   */
  static Place of(Object stage) {
    return new Place() {
      @Override
      public Object ofRules() {
        return stage;
      }

      @Override
      public Object afterChanging(Set<Field> fields, Set<Object> changers) {
        return stage;
      }
    };
  }
}
