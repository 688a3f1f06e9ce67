use aftersales_kit::{
    id::{TicketId, WorkOrderId},
    time::Timestamp,
};

use super::*;
use crate::domain::score::{Answer, BonusVerdict, Survey, legible, suggested};

fn order() -> OrderFacts {
    OrderFacts {
        id: WorkOrderId::new(),
        number: String::new(),
        ticket_id: TicketId::new(),
        technician_id: "E1".to_owned(),
        visit_number: 1,
        visited_at: Timestamp::from_micros(0),
        cancelled: false,
        late_self_report: false,
        appealed: false,
        survey: Some(Survey {
            contacted: Answer::Yes,
            on_time: Answer::Yes,
            satisfied: Answer::Yes,
            marks: [4, 4, 3, 4],
        }),
        complained: false,
        missed: false,
    }
}

fn rules() -> Rules {
    Rules {
        weights: [2_000, 1_000, 2_000, 3_000, 2_000],
        bands: legible(200, 400, 800, 600),
        bonus: None,
    }
}

/// The worked example of the scoring table: 200 orders, all called back.
fn worked(complaints: usize) -> Vec<OrderFacts> {
    let mut orders: Vec<OrderFacts> = (0..200).map(|_| order()).collect();
    let mut spoil = |count: usize, wrong: &dyn Fn(&mut OrderFacts)| orders.iter_mut().take(count).for_each(wrong);
    spoil(3, &|it| it.survey.as_mut().unwrap().contacted = Answer::No);
    spoil(7, &|it| it.survey.as_mut().unwrap().on_time = Answer::No);
    spoil(10, &|it| it.survey.as_mut().unwrap().satisfied = Answer::No);
    spoil(complaints, &|it| it.complained = true);
    spoil(4, &|it| it.missed = true);
    orders
}

#[test]
fn dsp_60_the_worked_example_is_3_90() {
    let sheet = Sheet::reckon(&worked(9), &rules(), Handling::default());
    let scores: Vec<i64> = sheet.lines.iter().map(|line| line.score).collect();
    assert_eq!(scores, [5, 4, 3, 3, 5]);
    assert_eq!((sheet.verdict, sheet.total), (Verdict::Scored, 390));
    assert_eq!(sheet.bonus.verdict, BonusVerdict::NoTable);
    assert_eq!(sheet.marks.averages(), [400, 400, 300, 400]);
}

#[test]
fn dsp_60_complaints_of_6_5_percent_have_no_band_and_no_total() {
    let sheet = Sheet::reckon(&worked(13), &rules(), Handling::default());
    assert_eq!((sheet.verdict, sheet.total), (Verdict::NoBand, 0));
    assert_eq!(sheet.bonus.verdict, BonusVerdict::NoTotal);
    let mut complete = rules();
    complete.bands.items = suggested(&complete.bands);
    let sheet = Sheet::reckon(&worked(13), &complete, Handling::default());
    let complained = sheet.lines[3];
    assert_eq!(
        (complained.score, complained.assumed),
        (2, true),
        "a flagged assumption"
    );
    assert_eq!(sheet.total, 360);
}

#[test]
fn a_1_called_back_orders_are_the_denominator_of_what_was_asked() {
    let mut orders = vec![order(), order(), order(), order()];
    orders[0].survey = None;
    orders[1].survey.as_mut().unwrap().on_time = Answer::Unknown;
    let denominators = |rules: &Rules| {
        let sheet = Sheet::reckon(&orders, rules, Handling::default());
        sheet.lines.iter().map(|line| line.denominator).collect::<Vec<_>>()
    };
    assert_eq!(denominators(&rules()), [3, 3, 3, 4, 4]);
    let mut all = rules();
    all.bands.denominator = Denominator::All;
    assert_eq!(denominators(&all), [4, 4, 4, 4, 4]);
}

#[test]
fn excluded_orders_are_in_neither_numerator_nor_denominator() {
    let mut orders = vec![order(), order(), order(), order()];
    orders[1].cancelled = true;
    orders[2].late_self_report = true;
    orders[3].appealed = true;
    for order in &mut orders[1..] {
        order.complained = true;
    }
    let sheet = Sheet::reckon(&orders, &rules(), Handling::default());
    assert_eq!((sheet.countable, sheet.total), (1, 500));
    assert_eq!(sheet.excluded.values().sum::<i64>(), 3);
    let none = Sheet::reckon(&orders[1..], &rules(), Handling::default());
    assert_eq!((none.verdict, none.total), (Verdict::NoOrders, 0));
    let mut light = rules();
    light.weights[0] = 1_999;
    let sheet = Sheet::reckon(&orders, &light, Handling::default());
    assert_eq!(sheet.verdict, Verdict::WeightsWrong);
}

#[test]
fn totals_are_rounded_half_up() {
    assert_eq!((half_up(38_949), half_up(38_950)), (389, 390));
}

/// A document as the first version wrote it: every later one must still read it.
#[test]
fn stored_sheets_stay_readable() {
    let stored = include_str!("stored.json");
    let sheet: Sheet = serde_json::from_str(stored).unwrap();
    assert_eq!((sheet.total, sheet.countable), (500, 1));
    assert_eq!(serde_json::to_string(&sheet).unwrap(), stored.trim_end());
}
