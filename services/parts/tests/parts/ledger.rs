//! The ledger: whatever happens, its sums are the stock, and nothing is ever negative.

use aftersales_kit::testing::TestDb;
use aftersales_proto::{
    common::v1::PartCondition,
    parts::v1::{Movement, MovementKind, PartsRequest, StockLevel},
};

use crate::support::{Order, Shop, part, pieces};

aftersales_kit::on_both_databases!(
    prt_18_the_ledger_adds_up_to_the_stock_after_any_operations,
    prt_18_each_step_of_a_part_is_one_movement,
);

/// A small generator, so that a failing run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn quantity(&mut self) -> i32 {
        i32::try_from(self.roll(4)).unwrap() + 1
    }
}

async fn prt_18_the_ledger_adds_up_to_the_stock_after_any_operations(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.put(part("FAN-1", 900, false)).await.unwrap();
    let order = shop.order().await;
    for seed in [1_u64, 20_261_116, u64::MAX / 3] {
        let mut dice = Dice(seed);
        let mut requests: Vec<PartsRequest> = Vec::new();
        for step in 0..60 {
            act(&shop, &order, &mut dice, &mut requests).await;
            if step % 20 == 19 {
                check(&shop, seed, &requests).await;
            }
        }
    }
}

/// One random operation; refusals are part of the game, they must leave no trace.
async fn act(shop: &Shop, order: &Order, dice: &mut Dice, requests: &mut Vec<PartsRequest>) {
    let quantity = dice.quantity();
    let choice = dice.roll(8);
    if choice == 0 {
        shop.receive("FAN-1", quantity, &[]).await.unwrap();
        return;
    }
    if choice <= 2 || requests.is_empty() {
        requests.push(shop.ask(order, &[("FAN-1", quantity)]).await.unwrap());
        return;
    }
    let chosen = usize::try_from(dice.roll(u64::try_from(requests.len()).unwrap())).unwrap();
    let request = requests[chosen].clone();
    let _ = match choice {
        3 => shop.issue(&request, pieces(&request, quantity, &[])).await,
        4 => shop.issue(&request, Vec::new()).await,
        5 => shop.bring_back(&request, PartCondition::Good, quantity, &[]).await,
        6 => shop.bring_back(&request, PartCondition::Defective, quantity, &[]).await,
        _ if dice.roll(3) == 0 => shop.cancel(&request).await,
        _ => shop.consume(&request, quantity).await,
    };
}

async fn check(shop: &Shop, seed: u64, requests: &[PartsRequest]) {
    let stock = shop.stock("FAN-1").await;
    let ledger = shop.movements("FAN-1").await;
    let (mut on_hand, mut reserved, mut open, mut defective) = (0, 0, 0, 0);
    for movement in &ledger {
        let n = movement.quantity;
        let (a, b, c, d) = match movement.kind() {
            MovementKind::Receipt => (n, 0, 0, 0),
            MovementKind::Reserve => (0, n, 0, 0),
            MovementKind::Release => (0, -n, 0, 0),
            MovementKind::Issue => (-n, -n, n, 0),
            MovementKind::ReturnGood => (n, 0, -n, 0),
            MovementKind::ReturnDefective => (0, 0, -n, n),
            MovementKind::Consume => (0, 0, -n, 0),
            MovementKind::Unspecified => panic!("a movement of no kind"),
        };
        (on_hand, reserved, open, defective) = (on_hand + a, reserved + b, open + c, defective + d);
        assert_eq!(
            (movement.on_hand_after, movement.reserved_after),
            (on_hand, reserved),
            "seed {seed}"
        );
        assert!(
            on_hand >= reserved && reserved >= 0 && open >= 0,
            "seed {seed}: {movement:?}"
        );
    }
    let StockLevel {
        on_hand: shelf,
        reserved: held,
        issued_open,
        defective: bad,
        ..
    } = stock;
    assert_eq!(
        (shelf, held, issued_open, bad),
        (on_hand, reserved, open, defective),
        "seed {seed}"
    );
    assert!(
        stock.available == 0 || stock.backordered == 0,
        "seed {seed}: somebody waits beside a piece"
    );
    let (mut of_lines, mut out) = (0, 0);
    for request in requests {
        let line = &shop.get(request).await.lines[0];
        of_lines += line.reserved;
        out += line.open;
    }
    assert!(of_lines <= reserved && out <= open, "seed {seed}");
}

async fn prt_18_each_step_of_a_part_is_one_movement(db: TestDb) {
    let shop = Shop::open(&db).await;
    shop.receive("HDD-1T", 2, &["WD-1", "WD-2"]).await.unwrap();
    let order = shop.order().await;
    let request = shop.ask(&order, &[("HDD-1T", 2)]).await.unwrap();
    let request = shop
        .issue(&request, pieces(&request, 2, &["WD-1", "WD-2"]))
        .await
        .unwrap();
    shop.bring_back(&request, PartCondition::Good, 1, &["WD-2"])
        .await
        .unwrap();
    shop.bring_back(&request, PartCondition::Defective, 1, &["OLD-1"])
        .await
        .unwrap();
    let ledger = shop.movements("HDD-1T").await;
    let kinds: Vec<MovementKind> = ledger.iter().map(Movement::kind).collect();
    let expected = [
        MovementKind::Receipt,
        MovementKind::Reserve,
        MovementKind::Issue,
        MovementKind::ReturnGood,
        MovementKind::ReturnDefective,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        (ledger[0].note.as_str(), ledger[0].by.as_str()),
        ("送货单 2026-1101", "P1")
    );
    assert_eq!(ledger[2].serial_numbers, ["WD-1", "WD-2"]);
    assert_eq!(
        (ledger[2].work_order_id.as_str(), ledger[2].ticket_id.as_str()),
        (order.id.as_str(), order.ticket.as_str())
    );
    assert!(ledger[0].parts_request_id.is_empty());
}
