BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	actor_id VARCHAR(36), 
	action VARCHAR(200) NOT NULL, 
	object VARCHAR(200) NOT NULL, 
	detail JSON NOT NULL, 
	ip VARCHAR(45) NOT NULL, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (seq), 
	CONSTRAINT fk_audit_actor_id_person FOREIGN KEY(actor_id) REFERENCES person (id), 
	CONSTRAINT uq_audit_id UNIQUE (id)
);
INSERT INTO "audit" VALUES('7752ee02-e0bc-4b11-b663-6ece20d1ad32','signed in by link','','{}','127.0.0.1',1,'ac8d80d8-3f1e-4d7b-9a8a-81a02388baba','2026-11-23 09:13:45.040378');
INSERT INTO "audit" VALUES('7752ee02-e0bc-4b11-b663-6ece20d1ad32','signed in by link','','{}','127.0.0.1',2,'e08ea964-a066-497b-a878-bd1f06af45b7','2026-11-23 09:14:45.521709');
INSERT INTO "audit" VALUES('7752ee02-e0bc-4b11-b663-6ece20d1ad32','signed in by link','','{}','127.0.0.1',3,'84c1881a-d8d9-4b25-8213-fa22ac8fc341','2026-11-23 09:15:57.904408');
CREATE TABLE course (
	name VARCHAR(200) NOT NULL, 
	join_code VARCHAR(20) NOT NULL, 
	demo BOOLEAN NOT NULL, 
	released VARCHAR(40) NOT NULL, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_course PRIMARY KEY (seq), 
	CONSTRAINT uq_course_id UNIQUE (id), 
	CONSTRAINT uq_course_join_code UNIQUE (join_code)
);
INSERT INTO "course" VALUES('Demo class','B4HZNEKT',1,'all',1,'1902d20c-66ab-4a87-9bc6-0c07a6a32727','2026-11-23 09:12:39.703182');
CREATE TABLE draft (
	pair_id VARCHAR(36) NOT NULL, 
	rung VARCHAR(40) NOT NULL, 
	source TEXT NOT NULL, 
	saved_by VARCHAR(36) NOT NULL, 
	saved_at DATETIME NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (pair_id, rung), 
	CONSTRAINT fk_draft_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT fk_draft_saved_by_person FOREIGN KEY(saved_by) REFERENCES person (id)
);
INSERT INTO "draft" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','log_back','def log_back(grad_out, out, x):
    return 1 / x
','7752ee02-e0bc-4b11-b663-6ece20d1ad32','2026-11-23 09:15:58.049926');
CREATE TABLE grading (
	submission_id VARCHAR(36) NOT NULL, 
	pair_id VARCHAR(36) NOT NULL, 
	suite_version VARCHAR(64) NOT NULL, 
	purpose VARCHAR(20) NOT NULL, 
	queue VARCHAR(10) NOT NULL, 
	run_no INTEGER NOT NULL, 
	current BOOLEAN NOT NULL, 
	options JSON NOT NULL, 
	phase VARCHAR(10) NOT NULL, 
	fault VARCHAR(30), 
	fault_sentence TEXT, 
	run INTEGER NOT NULL, 
	lease_token VARCHAR(36), 
	lease_until DATETIME, 
	enqueued_at DATETIME, 
	not_before DATETIME, 
	done_at DATETIME, 
	cancel_asked BOOLEAN NOT NULL, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_grading PRIMARY KEY (seq), 
	CONSTRAINT ck_grading_fault CHECK (fault IS NULL OR fault IN ('infrastructure', 'sandbox_unavailable')), 
	CONSTRAINT ck_grading_phase CHECK (phase IN ('queued', 'running', 'done', 'failed', 'cancelled')), 
	CONSTRAINT ck_grading_purpose CHECK (purpose IN ('submit', 'visible', 'try', 'replay', 'regrade', 'stretch_official', 'stretch_open')), 
	CONSTRAINT fk_grading_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT fk_grading_submission_id_submission FOREIGN KEY(submission_id) REFERENCES submission (id), 
	CONSTRAINT uq_grading_id UNIQUE (id), 
	CONSTRAINT uq_grading_run UNIQUE (submission_id, suite_version, purpose, run_no)
);
INSERT INTO "grading" VALUES('955e0ae5-5fb9-4d2d-bd47-9d09f05a549e','90be0913-f4b5-4e63-a135-f0bd0ef31040','2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23','submit','live',1,1,'{"units": ["log_back"]}','done',NULL,NULL,1,NULL,NULL,'2026-11-23 09:15:58.061491',NULL,'2026-11-23 09:15:58.188913',0,5,'ea1bee57-5c95-40b6-a13e-9542d1cf75d5','2026-11-23 09:15:58.049382');
INSERT INTO "grading" VALUES('147f5f3d-858d-478e-9981-a509c3bb1823','90be0913-f4b5-4e63-a135-f0bd0ef31040','2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23','submit','live',1,1,'{}','done',NULL,NULL,1,NULL,NULL,'2026-11-23 09:16:10.711060',NULL,'2026-11-23 09:16:13.278267',0,7,'0057a697-0b51-4a90-9692-83644b8529db','2026-11-23 09:16:10.699634');
INSERT INTO "grading" VALUES('c0b99b85-3ea1-4fa3-926a-66b29e4e9e3b','90be0913-f4b5-4e63-a135-f0bd0ef31040','2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23','submit','live',1,1,'{}','done',NULL,NULL,1,NULL,NULL,'2026-11-23 09:16:18.906811',NULL,'2026-11-23 09:16:20.405894',0,8,'3707c621-0649-48fb-86de-25423f194fe0','2026-11-23 09:16:18.890062');
INSERT INTO "grading" VALUES('c0b99b85-3ea1-4fa3-926a-66b29e4e9e3b','90be0913-f4b5-4e63-a135-f0bd0ef31040','','stretch_official','stretch',1,1,'{}','done',NULL,NULL,1,NULL,NULL,'2026-11-23 09:16:47.109422',NULL,'2026-11-23 09:17:03.134290',0,9,'87f5c45a-3b25-411a-a720-068d0db62079','2026-11-23 09:16:47.089670');
INSERT INTO "grading" VALUES('25172d71-05fb-486b-88ec-5f8e1ddc26cb','90be0913-f4b5-4e63-a135-f0bd0ef31040','2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23','submit','live',1,1,'{}','done',NULL,NULL,1,NULL,NULL,NULL,NULL,'2026-11-23 09:16:50.387244',0,10,'8da11c7d-0d80-46f8-917c-8517af20c9b5','2026-11-23 09:16:48.464404');
CREATE TABLE grading_attempt (
	grading_id VARCHAR(36) NOT NULL, 
	n INTEGER NOT NULL, 
	worker VARCHAR(200) NOT NULL, 
	host VARCHAR(200) NOT NULL, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	outcome VARCHAR(200), 
	CONSTRAINT pk_grading_attempt PRIMARY KEY (grading_id, n), 
	CONSTRAINT fk_grading_attempt_grading_id_grading FOREIGN KEY(grading_id) REFERENCES grading (id)
);
INSERT INTO "grading_attempt" VALUES('ea1bee57-5c95-40b6-a13e-9542d1cf75d5',1,'live@vm:29595','vm','2026-11-23 09:15:58.081980','2026-11-23 09:15:58.191133','done');
INSERT INTO "grading_attempt" VALUES('0057a697-0b51-4a90-9692-83644b8529db',1,'live@vm:29595','vm','2026-11-23 09:16:10.736040','2026-11-23 09:16:13.279664','done');
INSERT INTO "grading_attempt" VALUES('3707c621-0649-48fb-86de-25423f194fe0',1,'live@vm:29595','vm','2026-11-23 09:16:18.930072','2026-11-23 09:16:20.408790','done');
INSERT INTO "grading_attempt" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',1,'stretch@vm:29594','vm','2026-11-23 09:16:47.161782','2026-11-23 09:17:03.141496','done');
INSERT INTO "grading_attempt" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5',1,'live@vm:29595','vm','2026-11-23 09:16:48.510701','2026-11-23 09:16:50.388501','done');
CREATE TABLE installation (
	name VARCHAR(60) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (name)
);
INSERT INTO "installation" VALUES('secret_seed','1');
INSERT INTO "installation" VALUES('cookie_keys','["a-key-of-a-test"]');
INSERT INTO "installation" VALUES('swept_at','2026-11-23T09:16:44.765445+00:00');
INSERT INTO "installation" VALUES('digits_practice','9f7c1841dbb127df4cd36a8d60d1931962bcda023396efa9d6d5295d2ce51e26');
CREATE TABLE membership (
	pair_id VARCHAR(36) NOT NULL, 
	person_id VARCHAR(36) NOT NULL, 
	left_at DATETIME, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (seq), 
	CONSTRAINT fk_membership_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT fk_membership_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_membership_id UNIQUE (id)
);
INSERT INTO "membership" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','7752ee02-e0bc-4b11-b663-6ece20d1ad32',NULL,1,'3c9350f6-459d-4b31-90ab-10f837a0db69','2026-11-23 09:12:39.758715');
INSERT INTO "membership" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','c7078225-a943-4405-9b98-ecad3a72ccd2',NULL,2,'581e7c87-8181-4fc3-8c28-dd4248b0615a','2026-11-23 09:12:39.772786');
CREATE TABLE pair (
	course_id VARCHAR(36) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	nickname VARCHAR(200) NOT NULL, 
	on_board BOOLEAN NOT NULL, 
	role_changed_at DATETIME NOT NULL, 
	driver_id VARCHAR(36), 
	served_at DATETIME, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_pair PRIMARY KEY (seq), 
	CONSTRAINT fk_pair_course_id_course FOREIGN KEY(course_id) REFERENCES course (id), 
	CONSTRAINT fk_pair_driver_id_person FOREIGN KEY(driver_id) REFERENCES person (id), 
	CONSTRAINT uq_pair_id UNIQUE (id)
);
INSERT INTO "pair" VALUES('1902d20c-66ab-4a87-9bc6-0c07a6a32727','Ana + Ben','Jade Lynx',1,'2026-11-23 09:12:39.733246','7752ee02-e0bc-4b11-b663-6ece20d1ad32','2026-11-23 09:16:48.510701',1,'90be0913-f4b5-4e63-a135-f0bd0ef31040','2026-11-23 09:12:39.739326');
CREATE TABLE pair_code (
	pair_id VARCHAR(36) NOT NULL, 
	code VARCHAR(8) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_pair_code PRIMARY KEY (seq), 
	CONSTRAINT fk_pair_code_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT uq_pair_code_code UNIQUE (code), 
	CONSTRAINT uq_pair_code_id UNIQUE (id)
);
CREATE TABLE person (
	name VARCHAR(200) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	password VARCHAR(200) NOT NULL, 
	course_id VARCHAR(36), 
	demo BOOLEAN NOT NULL, 
	theme VARCHAR(10) NOT NULL, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (seq), 
	CONSTRAINT ck_person_role CHECK (role IN ('student', 'instructor')), 
	CONSTRAINT fk_person_course_id_course FOREIGN KEY(course_id) REFERENCES course (id), 
	CONSTRAINT uq_person_id UNIQUE (id)
);
INSERT INTO "person" VALUES('Ida','instructor','','1902d20c-66ab-4a87-9bc6-0c07a6a32727',1,'',1,'6ce17cc2-7a3e-4f55-9beb-d3f3a0b539b4','2026-11-23 09:12:39.705629');
INSERT INTO "person" VALUES('Ana','student','','1902d20c-66ab-4a87-9bc6-0c07a6a32727',1,'',2,'7752ee02-e0bc-4b11-b663-6ece20d1ad32','2026-11-23 09:12:39.716902');
INSERT INTO "person" VALUES('Ben','student','','1902d20c-66ab-4a87-9bc6-0c07a6a32727',1,'',3,'c7078225-a943-4405-9b98-ecad3a72ccd2','2026-11-23 09:12:39.724551');
CREATE TABLE progress (
	grading_id VARCHAR(36) NOT NULL, 
	step INTEGER NOT NULL, 
	steps INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	loss DOUBLE NOT NULL, 
	accuracy DOUBLE, 
	steps_per_second DOUBLE NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_progress PRIMARY KEY (grading_id, step), 
	CONSTRAINT fk_progress_grading_id_grading FOREIGN KEY(grading_id) REFERENCES grading (id)
);
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',2,590,1,2.30398082733154296875e+00,NULL,9.2819511375096475092e+00,'2026-11-23 09:16:49.329860');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',27,590,1,2.26094913482666,NULL,3.03385517757865486032e+01,'2026-11-23 09:16:50.566895');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',57,590,1,2.213077545166015625e+00,NULL,3.05775675880314850023e+01,'2026-11-23 09:16:52.218373');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',88,590,1,2.14797639846801757812e+00,NULL,3.48793120986095814837e+01,'2026-11-23 09:16:53.397451');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',118,590,1,2.05198311805725097656e+00,0.4597,3.70129600021463858175e+01,'2026-11-23 09:16:54.765307');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',154,590,2,1.90128946304321289062e+00,NULL,37.1844342116578,'2026-11-23 09:16:56.054466');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',234,590,2,1.45563626289367675781e+00,NULL,4.78060704243490306461e+01,'2026-11-23 09:16:57.237154');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',236,590,2,1.46971237659454345703e+00,0.7487,4.80131881030860156994e+01,'2026-11-23 09:16:57.441383');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',311,590,3,1.04526233673095703125e+00,NULL,5.44531450965087557855e+01,'2026-11-23 09:16:58.584851');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',354,590,3,9.13304805755615234375e-01,0.8186,5.70393648733659546206e+01,'2026-11-23 09:16:59.264104');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',441,590,4,6.45655274391174316406e-01,NULL,6.31212324516919807146e+01,'2026-11-23 09:17:00.489349');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',472,590,4,6.53887987136840820312e-01,0.8537,6.4706322131117516962e+01,'2026-11-23 09:17:00.947776');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',537,590,5,5.42703270912170410156e-01,NULL,6.69663814451871530764e+01,'2026-11-23 09:17:01.949468');
INSERT INTO "progress" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',590,590,5,4.33893829584121704101e-01,0.8732,6.82116245387702662111e+01,'2026-11-23 09:17:02.934252');
CREATE TABLE result (
	grading_id VARCHAR(36) NOT NULL, 
	run INTEGER NOT NULL, 
	headline TEXT NOT NULL, 
	report JSON NOT NULL, 
	tier VARCHAR(20) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_result PRIMARY KEY (grading_id), 
	CONSTRAINT fk_result_grading_id_grading FOREIGN KEY(grading_id) REFERENCES grading (id)
);
INSERT INTO "result" VALUES('ea1bee57-5c95-40b6-a13e-9542d1cf75d5',1,'log_back is [1.667], expected [2.667].','{"file": "pasted.py", "tier": "A", "suite_version": "2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23", "headline": "log_back is [1.667], expected [2.667].", "units": [{"name": "log_back", "state": "failed", "kind": "value", "line": 1, "cell": 0, "probes": {"passed": 0, "total": 7}, "sentence": "log_back is [1.667], expected [2.667].", "next": "Work the lines out by hand and compare number by number.", "concept": "chain rule", "counterexample": {"code": "x = np.array([0.6])\ngrad_out = np.array([1.6])\nlog_back(grad_out, np.log(x), x)", "expected": "[2.667]", "got": "[1.667]"}, "misconceptions": [], "hints": [{"id": "upstream-dropped", "sentence": "An answer like this often comes from code in which a rule returns the slope of its own operation and leaves out the gradient that arrived. Multiply everything after this node by 10. Which of the numbers you hand back has to change, and does it?"}], "filled_in": [], "remarks": []}], "assembled": null, "optional": [], "remarks": [], "log": "", "milliseconds": {"sandbox": 37.448, "judge": 36.162, "total": 73.611}}','A','2026-11-23 09:15:58.191756');
INSERT INTO "result" VALUES('0057a697-0b51-4a90-9692-83644b8529db',1,'28 of 29 exercises passed. First backprop: x.grad is [0, 0], expected [-6.6, 1.8].','{"file": "pasted.py", "tier": "A", "suite_version": "2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23", "headline": "28 of 29 exercises passed. First backprop: x.grad is [0, 0], expected [-6.6, 1.8].", "units": [{"name": "log_back", "state": "passed", "kind": null, "line": 15, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "unbroadcast", "state": "passed", "kind": null, "line": 20, "cell": 0, "probes": {"passed": 22, "total": 22}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (unbroadcast (0, 3) to (1, 3)): AssertionError on line 30. A sum over no numbers is 0, as in PyTorch."]}, {"name": "multiply_back0", "state": "passed", "kind": null, "line": 34, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_back1", "state": "passed", "kind": null, "line": 40, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "forward_and_back", "state": "passed", "kind": null, "line": 46, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "BackwardFuncLookup", "state": "passed", "kind": null, "line": 71, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "log_forward", "state": "passed", "kind": null, "line": 246, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_forward", "state": "passed", "kind": null, "line": 255, "cell": 0, "probes": {"passed": 12, "total": 12}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "wrap_forward_fn", "state": "passed", "kind": null, "line": 269, "cell": 0, "probes": {"passed": 24, "total": 24}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "topological_sort", "state": "passed", "kind": null, "line": 307, "cell": 0, "probes": {"passed": 76, "total": 76}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (topological_sort of a chain of 1500 nodes): The code on line 315 called itself too many times without an end. A chain of 1500 is deeper than Python''s recursion goes; graded graphs are not."]}, {"name": "backprop", "state": "failed", "kind": "value", "line": 345, "cell": 0, "probes": {"passed": 53, "total": 54}, "sentence": "x.grad is [0, 0], expected [-6.6, 1.8].", "next": "Work the lines out by hand and compare number by number.", "concept": "chain rule", "counterexample": {"code": "x = Tensor(np.array([3.2, -2.6]), requires_grad=True)\nBACK_FUNCS.add_back_func(np.floor, 0, lambda grad_out, out, x: 3 * grad_out)\ny = wrap_forward_fn(np.floor)(x)\ny.backward(Tensor(np.array([-2.2, 0.6])))\nx.grad", "expected": "[-6.6, 1.8]", "got": "[0, 0]"}, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "negative_back", "state": "passed", "kind": null, "line": 375, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "exp_back", "state": "passed", "kind": null, "line": 383, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "reshape_back", "state": "passed", "kind": null, "line": 391, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "permute_back", "state": "passed", "kind": null, "line": 399, "cell": 0, "probes": {"passed": 32, "total": 32}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (permute_back on (2, 3, 2)): permute_back has shape (3, 2, 2), expected (2, 3, 2). NumPy permits positive and negative axes side by side."]}, {"name": "sum_back", "state": "passed", "kind": null, "line": 407, "cell": 0, "probes": {"passed": 46, "total": 46}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "add_back1", "state": "passed", "kind": null, "line": 447, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back0", "state": "passed", "kind": null, "line": 448, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back1", "state": "passed", "kind": null, "line": 449, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back0", "state": "passed", "kind": null, "line": 451, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back1", "state": "passed", "kind": null, "line": 454, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back0", "state": "passed", "kind": null, "line": 468, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back1", "state": "passed", "kind": null, "line": 473, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "relu", "state": "passed", "kind": null, "line": 483, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back0", "state": "passed", "kind": null, "line": 491, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back1", "state": "passed", "kind": null, "line": 495, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Linear", "state": "passed", "kind": null, "line": 541, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "cross_entropy", "state": "passed", "kind": null, "line": 586, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [{"id": "softmax-overflow", "sentence": "This often comes from code in which large logits overflow because they are exponentiated as they are. Logits of 1000 and 1001 describe the same choice as 0 and 1. Does your formula give the same loss for both?"}], "filled_in": [], "remarks": ["Shown, not counted (cross_entropy on (1, 2)): The forward value is already wrong: the loss is not a number from element [0] on. exp of 1000 is infinite, so such logits need their largest subtracted first."]}, {"name": "SGD", "state": "passed", "kind": null, "line": 605, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "assembled": {"name": "assembled", "state": "failed", "kind": "value", "line": 0, "cell": 0, "probes": {"passed": 718, "total": 722}, "sentence": "All public graphs pass, but 4 of 640 hidden ones do not. a.grad is 0.2518, expected 0.25.", "next": "Work the lines out by hand and compare number by number.", "concept": "broadcasting", "counterexample": {"code": "a = Tensor(np.array(2.0), requires_grad=True)\nb = Tensor(np.array([3.0, 0.5, 4.0]), requires_grad=True)\nc = maximum(b, a)\nc.backward(Tensor(np.array([5.0, 0.25, 6.0])))", "expected": "0.25", "got": "0.2518"}, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, "optional": [{"name": "getitem_back", "state": "passed", "kind": null, "line": 431, "cell": 0, "probes": {"passed": 8, "total": 8}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (getitem_back of ([0, 0, 2],) in (3,)): getitem_back holds whole numbers (integers); gradients need floats. The course''s own version cuts 0.5 to 0 where x holds integers."]}, {"name": "coerce_index", "state": "passed", "kind": null, "line": 421, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "sorted_computational_graph", "state": "passed", "kind": null, "line": 326, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Parameter", "state": "passed", "kind": null, "line": 505, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Module", "state": "passed", "kind": null, "line": 513, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "NoGrad", "state": "passed", "kind": null, "line": 592, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "remarks": [], "log": "<given>:7: RuntimeWarning: overflow encountered in exp\n<given>:7: RuntimeWarning: invalid value encountered in divide\n", "milliseconds": {"sandbox": 2028.964, "judge": 493.003, "total": 2521.967}}','A','2026-11-23 09:16:13.280133');
INSERT INTO "result" VALUES('3707c621-0649-48fb-86de-25423f194fe0',1,'All checks passed, hidden ones too (29 exercises).','{"file": "pasted.py", "tier": "A", "suite_version": "2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23", "headline": "All checks passed, hidden ones too (29 exercises).", "units": [{"name": "log_back", "state": "passed", "kind": null, "line": 36, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "unbroadcast", "state": "passed", "kind": null, "line": 48, "cell": 0, "probes": {"passed": 22, "total": 22}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_back0", "state": "passed", "kind": null, "line": 67, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_back1", "state": "passed", "kind": null, "line": 75, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "forward_and_back", "state": "passed", "kind": null, "line": 83, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "BackwardFuncLookup", "state": "passed", "kind": null, "line": 108, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "log_forward", "state": "passed", "kind": null, "line": 283, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_forward", "state": "passed", "kind": null, "line": 292, "cell": 0, "probes": {"passed": 12, "total": 12}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "wrap_forward_fn", "state": "passed", "kind": null, "line": 306, "cell": 0, "probes": {"passed": 24, "total": 24}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "topological_sort", "state": "passed", "kind": null, "line": 344, "cell": 0, "probes": {"passed": 76, "total": 76}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (topological_sort of a chain of 1500 nodes): The code on line 354 called itself too many times without an end. A chain of 1500 is deeper than Python''s recursion goes; graded graphs are not."]}, {"name": "backprop", "state": "passed", "kind": null, "line": 373, "cell": 0, "probes": {"passed": 54, "total": 54}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "negative_back", "state": "passed", "kind": null, "line": 412, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "exp_back", "state": "passed", "kind": null, "line": 420, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "reshape_back", "state": "passed", "kind": null, "line": 428, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "permute_back", "state": "passed", "kind": null, "line": 436, "cell": 0, "probes": {"passed": 32, "total": 32}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (permute_back on (2, 3, 2)): permute_back has shape (3, 2, 2), expected (2, 3, 2). NumPy permits positive and negative axes side by side."]}, {"name": "sum_back", "state": "passed", "kind": null, "line": 444, "cell": 0, "probes": {"passed": 46, "total": 46}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "add_back1", "state": "passed", "kind": null, "line": 484, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back0", "state": "passed", "kind": null, "line": 485, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back1", "state": "passed", "kind": null, "line": 486, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back0", "state": "passed", "kind": null, "line": 488, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back1", "state": "passed", "kind": null, "line": 491, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back0", "state": "passed", "kind": null, "line": 505, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back1", "state": "passed", "kind": null, "line": 511, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "relu", "state": "passed", "kind": null, "line": 522, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back0", "state": "passed", "kind": null, "line": 530, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back1", "state": "passed", "kind": null, "line": 534, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Linear", "state": "passed", "kind": null, "line": 580, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "cross_entropy", "state": "passed", "kind": null, "line": 625, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [{"id": "softmax-overflow", "sentence": "This often comes from code in which large logits overflow because they are exponentiated as they are. Logits of 1000 and 1001 describe the same choice as 0 and 1. Does your formula give the same loss for both?"}], "filled_in": [], "remarks": ["Shown, not counted (cross_entropy on (1, 2)): The forward value is already wrong: the loss is infinity from element [0] on. exp of 1000 is infinite, so such logits need their largest subtracted first."]}, {"name": "SGD", "state": "passed", "kind": null, "line": 648, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "assembled": {"name": "assembled", "state": "passed", "kind": null, "line": 0, "cell": 0, "probes": {"passed": 722, "total": 722}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, "optional": [{"name": "getitem_back", "state": "passed", "kind": null, "line": 468, "cell": 0, "probes": {"passed": 8, "total": 8}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (getitem_back of ([0, 0, 2],) in (3,)): getitem_back holds whole numbers (integers); gradients need floats. The course''s own version cuts 0.5 to 0 where x holds integers."]}, {"name": "coerce_index", "state": "passed", "kind": null, "line": 458, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "sorted_computational_graph", "state": "passed", "kind": null, "line": 366, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Parameter", "state": "passed", "kind": null, "line": 544, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Module", "state": "passed", "kind": null, "line": 552, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "NoGrad", "state": "passed", "kind": null, "line": 635, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "remarks": ["Not run, because grading does not train or download: lines 674, 675, 678, 680."], "log": "<given>:7: RuntimeWarning: overflow encountered in exp\n<given>:4: RuntimeWarning: invalid value encountered in multiply\n[0.5] should be 0.5\nTrue\n", "milliseconds": {"sandbox": 1181.822, "judge": 277.299, "total": 1459.122}}','A','2026-11-23 09:16:20.409198');
INSERT INTO "result" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5',1,'Every piece passes alone, but not together: a.grad is [0.6, 0, 3.5], expected [0.3, 0, 3.5].','{"file": "pasted.py", "tier": "A", "suite_version": "2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23", "headline": "Every piece passes alone, but not together: a.grad is [0.6, 0, 3.5], expected [0.3, 0, 3.5].", "units": [{"name": "log_back", "state": "passed", "kind": null, "line": 37, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "unbroadcast", "state": "passed", "kind": null, "line": 41, "cell": 0, "probes": {"passed": 22, "total": 22}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (unbroadcast (0, 3) to (1, 3)): AssertionError on line 51. A sum over no numbers is 0, as in PyTorch."]}, {"name": "multiply_back0", "state": "passed", "kind": null, "line": 55, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_back1", "state": "passed", "kind": null, "line": 61, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "forward_and_back", "state": "passed", "kind": null, "line": 67, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "BackwardFuncLookup", "state": "passed", "kind": null, "line": 92, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "log_forward", "state": "passed", "kind": null, "line": 267, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "multiply_forward", "state": "passed", "kind": null, "line": 276, "cell": 0, "probes": {"passed": 12, "total": 12}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "wrap_forward_fn", "state": "passed", "kind": null, "line": 290, "cell": 0, "probes": {"passed": 24, "total": 24}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "topological_sort", "state": "passed", "kind": null, "line": 328, "cell": 0, "probes": {"passed": 76, "total": 76}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (topological_sort of a chain of 1500 nodes): The code on line 336 called itself too many times without an end. A chain of 1500 is deeper than Python''s recursion goes; graded graphs are not."]}, {"name": "backprop", "state": "passed", "kind": null, "line": 354, "cell": 0, "probes": {"passed": 54, "total": 54}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "negative_back", "state": "passed", "kind": null, "line": 383, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "exp_back", "state": "passed", "kind": null, "line": 391, "cell": 0, "probes": {"passed": 7, "total": 7}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "reshape_back", "state": "passed", "kind": null, "line": 399, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "permute_back", "state": "passed", "kind": null, "line": 407, "cell": 0, "probes": {"passed": 32, "total": 32}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": ["Shown, not counted (permute_back on (2, 3, 2)): permute_back has shape (3, 2, 2), expected (2, 3, 2). NumPy permits positive and negative axes side by side."]}, {"name": "sum_back", "state": "passed", "kind": null, "line": 415, "cell": 0, "probes": {"passed": 46, "total": 46}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "add_back1", "state": "passed", "kind": null, "line": 455, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back0", "state": "passed", "kind": null, "line": 456, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "subtract_back1", "state": "passed", "kind": null, "line": 457, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back0", "state": "passed", "kind": null, "line": 459, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "true_divide_back1", "state": "passed", "kind": null, "line": 462, "cell": 0, "probes": {"passed": 19, "total": 19}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back0", "state": "passed", "kind": null, "line": 476, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "maximum_back1", "state": "passed", "kind": null, "line": 481, "cell": 0, "probes": {"passed": 20, "total": 20}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "relu", "state": "passed", "kind": null, "line": 491, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back0", "state": "passed", "kind": null, "line": 499, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "matmul2d_back1", "state": "passed", "kind": null, "line": 503, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Linear", "state": "passed", "kind": null, "line": 549, "cell": 0, "probes": {"passed": 9, "total": 9}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "cross_entropy", "state": "passed", "kind": null, "line": 594, "cell": 0, "probes": {"passed": 6, "total": 6}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [{"id": "softmax-overflow", "sentence": "This often comes from code in which large logits overflow because they are exponentiated as they are. Logits of 1000 and 1001 describe the same choice as 0 and 1. Does your formula give the same loss for both?"}], "filled_in": [], "remarks": ["Shown, not counted (cross_entropy on (1, 2)): The forward value is already wrong: the loss is not a number from element [0] on. exp of 1000 is infinite, so such logits need their largest subtracted first."]}, {"name": "SGD", "state": "passed", "kind": null, "line": 613, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "assembled": {"name": "assembled", "state": "failed", "kind": "value", "line": 0, "cell": 0, "probes": {"passed": 680, "total": 722}, "sentence": "a.grad is [0.6, 0, 3.5], expected [0.3, 0, 3.5].", "next": "Work the lines out by hand and compare number by number.", "concept": "shapes", "counterexample": {"code": "a = Tensor(np.array([2.5, 0.75, 4.0]), requires_grad=True)\nb = a[np.array([0, 2, 0]),]\nb.backward(Tensor(np.array([-0.3, 3.5, 0.6])))", "expected": "[0.3, 0, 3.5]", "got": "[0.6, 0, 3.5]"}, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, "optional": [{"name": "getitem_back", "state": "failed", "kind": "value", "line": 439, "cell": 0, "probes": {"passed": 4, "total": 8}, "sentence": "getitem_back is [1.9, 1.5, 0], expected [5, 1.5, 0].", "next": "Work the lines out by hand and compare number by number.", "concept": "reuse", "counterexample": {"code": "x = np.array([0.6, 1.2, -1.4])\nindex = ([0, 0, 1],)\ngrad_out = np.array([3.1, 1.9, 1.5])\ngetitem_back(grad_out, x[index], x, index)", "expected": "[5, 1.5, 0]", "got": "[1.9, 1.5, 0]"}, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "coerce_index", "state": "passed", "kind": null, "line": 429, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "sorted_computational_graph", "state": "passed", "kind": null, "line": 347, "cell": 0, "probes": {"passed": 5, "total": 5}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Parameter", "state": "passed", "kind": null, "line": 513, "cell": 0, "probes": {"passed": 3, "total": 3}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "Module", "state": "passed", "kind": null, "line": 521, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}, {"name": "NoGrad", "state": "passed", "kind": null, "line": 600, "cell": 0, "probes": {"passed": 4, "total": 4}, "sentence": "", "next": "", "concept": "", "counterexample": null, "misconceptions": [], "hints": [], "filled_in": [], "remarks": []}], "remarks": ["Not run, because grading does not train or download: lines 639, 640, 643, 645."], "log": "<given>:7: RuntimeWarning: overflow encountered in exp\n<given>:7: RuntimeWarning: invalid value encountered in divide\n", "milliseconds": {"sandbox": 1490.417, "judge": 364.448, "total": 1854.865}}','A','2026-11-23 09:16:50.388840');
INSERT INTO "result" VALUES('87f5c45a-3b25-411a-a720-068d0db62079',1,'8732 of 10000 held-out digits are right.','{"log": "[0.5] should be 0.5\nTrue\n", "filled_in": []}','A','2026-11-23 09:17:03.151596');
CREATE TABLE session (
	id_sha256 VARCHAR(64) NOT NULL, 
	person_id VARCHAR(36) NOT NULL, 
	partner_id VARCHAR(36), 
	seen_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (seq), 
	CONSTRAINT fk_session_partner_id_person FOREIGN KEY(partner_id) REFERENCES person (id), 
	CONSTRAINT fk_session_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_session_id UNIQUE (id), 
	CONSTRAINT uq_session_id_sha256 UNIQUE (id_sha256)
);
CREATE TABLE sign_in (
	person_id VARCHAR(36) NOT NULL, 
	token_sha256 VARCHAR(64) NOT NULL, 
	reusable BOOLEAN NOT NULL, 
	expires_at DATETIME NOT NULL, 
	spent_at DATETIME, 
	revoked_at DATETIME, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_in PRIMARY KEY (seq), 
	CONSTRAINT fk_sign_in_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_sign_in_id UNIQUE (id), 
	CONSTRAINT uq_sign_in_token_sha256 UNIQUE (token_sha256)
);
CREATE TABLE stretch_run (
	seq INTEGER NOT NULL, 
	grading_id VARCHAR(36), 
	pair_id VARCHAR(36), 
	baseline VARCHAR(40), 
	track VARCHAR(10) NOT NULL, 
	data VARCHAR(10) NOT NULL, 
	digits_sha256 VARCHAR(64) NOT NULL, 
	correct INTEGER NOT NULL, 
	"of" INTEGER NOT NULL, 
	epochs INTEGER NOT NULL, 
	seconds DOUBLE NOT NULL, 
	reference_seconds DOUBLE, 
	audits_passed INTEGER NOT NULL, 
	audits INTEGER NOT NULL, 
	counts BOOLEAN NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_stretch_run PRIMARY KEY (seq), 
	CONSTRAINT fk_stretch_run_grading_id_grading FOREIGN KEY(grading_id) REFERENCES grading (id), 
	CONSTRAINT fk_stretch_run_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT uq_stretch_run_grading_id UNIQUE (grading_id)
);
INSERT INTO "stretch_run" VALUES(1,NULL,NULL,'reference engine','official','practice','9f7c1841dbb127df4cd36a8d60d1931962bcda023396efa9d6d5295d2ce51e26',8732,10000,5,3.63574801890354137867e+00,NULL,0,0,1,'','2026-11-23 09:13:22.021207');
INSERT INTO "stretch_run" VALUES(2,NULL,NULL,'PyTorch','official','practice','9f7c1841dbb127df4cd36a8d60d1931962bcda023396efa9d6d5295d2ce51e26',8732,10000,5,2.17822646092827199026e+00,NULL,0,0,1,'','2026-11-23 09:13:22.026257');
INSERT INTO "stretch_run" VALUES(3,'87f5c45a-3b25-411a-a720-068d0db62079','90be0913-f4b5-4e63-a135-f0bd0ef31040',NULL,'official','practice','9f7c1841dbb127df4cd36a8d60d1931962bcda023396efa9d6d5295d2ce51e26',8732,10000,5,8.64955209598702,3.68585265899309888482e+00,30,30,1,'','2026-11-23 09:17:03.151823');
CREATE TABLE submission (
	pair_id VARCHAR(36) NOT NULL, 
	author_id VARCHAR(36) NOT NULL, 
	drawer_id VARCHAR(36), 
	attempt INTEGER NOT NULL, 
	rung VARCHAR(40), 
	filename VARCHAR(200) NOT NULL, 
	source TEXT NOT NULL, 
	source_sha256 VARCHAR(64) NOT NULL, 
	client_token VARCHAR(64) NOT NULL, 
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_submission PRIMARY KEY (seq), 
	CONSTRAINT fk_submission_author_id_person FOREIGN KEY(author_id) REFERENCES person (id), 
	CONSTRAINT fk_submission_drawer_id_person FOREIGN KEY(drawer_id) REFERENCES person (id), 
	CONSTRAINT fk_submission_pair_id_pair FOREIGN KEY(pair_id) REFERENCES pair (id), 
	CONSTRAINT uq_submission_id UNIQUE (id), 
	CONSTRAINT uq_submission_pair_id UNIQUE (pair_id, client_token)
);
INSERT INTO "submission" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','7752ee02-e0bc-4b11-b663-6ece20d1ad32','c7078225-a943-4405-9b98-ecad3a72ccd2',2,'log_back','pasted.py','def log_back(grad_out, out, x):
    return 1 / x
','6ee8fa1cb5e3fcbd41299a12588bec9a50db41aeefb96b7dd6f030d703d0eeef','2fc91045-c182-4944-b396-40f63b46a0f5',5,'955e0ae5-5fb9-4d2d-bd47-9d09f05a549e','2026-11-23 09:15:58.039367');
INSERT INTO "submission" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','7752ee02-e0bc-4b11-b663-6ece20d1ad32','c7078225-a943-4405-9b98-ecad3a72ccd2',5,NULL,'pasted.py','# expects: fail unknown
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

Arr = np.ndarray
grad_tracking_enabled = True
MAIN = __name__ == "__main__"


# %%
def log_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    """Backward of log."""
    return grad_out / x


def unbroadcast(broadcasted: Arr, original: Arr) -> Arr:
    """Sum the copies back."""
    n_new = broadcasted.ndim - original.ndim
    broadcasted = broadcasted.sum(axis=tuple(range(n_new)))
    dims = tuple(
        i
        for i, (o, b) in enumerate(zip(original.shape, broadcasted.shape))
        if o == 1 and b > 1
    )
    broadcasted = broadcasted.sum(axis=dims, keepdims=True)
    assert broadcasted.shape == original.shape
    return broadcasted


def multiply_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr | float) -> Arr:
    if not isinstance(y, Arr):
        y = np.array(y)
    return unbroadcast(y * grad_out, x)


def multiply_back1(grad_out: Arr, out: Arr, x: Arr | float, y: Arr) -> Arr:
    if not isinstance(x, Arr):
        x = np.array(x)
    return unbroadcast(x * grad_out, y)


def forward_and_back(a: Arr, b: Arr, c: Arr) -> tuple[Arr, Arr, Arr]:
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)

    upstream = np.ones_like(g)
    dg_df = log_back(upstream, g, f)
    dg_dd = multiply_back0(dg_df, f, d, e)
    dg_de = multiply_back1(dg_df, f, d, e)
    dg_da = multiply_back0(dg_dd, d, a, b)
    dg_db = multiply_back1(dg_dd, d, a, b)
    dg_dc = log_back(dg_de, e, c)
    return (dg_da, dg_db, dg_dc)


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


class BackwardFuncLookup:
    def __init__(self) -> None:
        self.back_funcs: defaultdict[Callable, dict[int, Callable]] = defaultdict(dict)

    def add_back_func(self, forward_fn: Callable, arg_position: int, back_fn: Callable) -> None:
        self.back_funcs[forward_fn][arg_position] = back_fn

    def get_back_func(self, forward_fn: Callable, arg_position: int) -> Callable:
        return self.back_funcs[forward_fn][arg_position]


BACK_FUNCS = BackwardFuncLookup()
BACK_FUNCS.add_back_func(np.log, 0, log_back)
BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)


class Tensor:
    array: Arr
    requires_grad: bool
    grad: "Tensor | None"
    recipe: Recipe | None

    def __init__(self, array, requires_grad=False):
        self.array = array if isinstance(array, Arr) else np.array(array)
        if self.array.dtype == np.float64:
            self.array = self.array.astype(np.float32)
        self.requires_grad = requires_grad
        self.grad = None
        self.recipe = None

    def __neg__(self):
        return negative(self)

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)

    def __sub__(self, other):
        return subtract(self, other)

    def __rsub__(self, other):
        return subtract(other, self)

    def __mul__(self, other):
        return multiply(self, other)

    def __rmul__(self, other):
        return multiply(other, self)

    def __truediv__(self, other):
        return true_divide(self, other)

    def __rtruediv__(self, other):
        return true_divide(other, self)

    def __matmul__(self, other):
        return matmul(self, other)

    def __rmatmul__(self, other):
        return matmul(other, self)

    def __eq__(self, other):
        return eq(self, other)

    def __repr__(self):
        return f"Tensor({self.array}, requires_grad={self.requires_grad})"

    def __len__(self):
        if self.array.ndim == 0:
            raise TypeError
        return self.array.shape[0]

    def __hash__(self):
        return id(self)

    def __getitem__(self, index):
        return getitem(self, index)

    def add_(self, other, alpha=1.0):
        add_(self, other, alpha=alpha)
        return self

    def sub_(self, other, alpha=1.0):
        sub_(self, other, alpha=alpha)
        return self

    def __iadd__(self, other):
        self.add_(other)
        return self

    def __isub__(self, other):
        self.sub_(other)
        return self

    @property
    def T(self):
        return permute(self, axes=(-1, -2))

    def item(self):
        return self.array.item()

    def sum(self, dim=None, keepdim=False):
        return sum(self, dim=dim, keepdim=keepdim)

    def log(self):
        return log(self)

    def exp(self):
        return exp(self)

    def reshape(self, new_shape):
        return reshape(self, new_shape)

    def permute(self, dims):
        return permute(self, dims)

    def maximum(self, other):
        return maximum(self, other)

    def relu(self):
        return relu(self)

    def argmax(self, dim=None, keepdim=False):
        return argmax(self, dim=dim, keepdim=keepdim)

    def uniform_(self, low, high):
        self.array[:] = np.random.uniform(low, high, self.array.shape)
        return self

    def backward(self, end_grad=None):
        if isinstance(end_grad, Arr):
            end_grad = Tensor(end_grad)
        return backprop(self, end_grad)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    @property
    def shape(self):
        return self.array.shape

    @property
    def ndim(self):
        return self.array.ndim

    @property
    def is_leaf(self):
        return not (self.requires_grad and self.recipe and self.recipe.parents)

    def __bool__(self):
        if np.array(self.shape).prod() != 1:
            raise RuntimeError("bool value of Tensor with more than one value is ambiguous")
        return bool(self.item())


def empty(*shape):
    return Tensor(np.empty(shape))


def zeros(*shape):
    return Tensor(np.zeros(shape))


def arange(start, end, step=1):
    return Tensor(np.arange(start, end, step=step))


def tensor(array, requires_grad=False):
    return Tensor(array, requires_grad=requires_grad)


# %%
def log_forward(x: Tensor) -> Tensor:
    out_arr = np.log(x.array)
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out


def multiply_forward(a: Tensor | int, b: Tensor | int) -> Tensor:
    arg_a = a.array if isinstance(a, Tensor) else a
    arg_b = b.array if isinstance(b, Tensor) else b
    out_arr = arg_a * arg_b
    requires_grad = grad_tracking_enabled and any(
        isinstance(x, Tensor) and x.requires_grad for x in (a, b)
    )
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        parents = {i: x for i, x in enumerate((a, b)) if isinstance(x, Tensor)}
        out.recipe = Recipe(np.multiply, (arg_a, arg_b), {}, parents)
    return out


def wrap_forward_fn(numpy_func: Callable, is_differentiable=True) -> Callable:
    def tensor_func(*args: Any, **kwargs: Any) -> Tensor:
        raw = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out_arr = numpy_func(*raw, **kwargs)
        requires_grad = (
            grad_tracking_enabled
            and is_differentiable
            and any(isinstance(a, Tensor) and a.requires_grad for a in args)
        )
        out = Tensor(out_arr, requires_grad)
        if requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, raw, kwargs, parents)
        return out

    return tensor_func


def _sum(x: Arr, dim=None, keepdim=False) -> Arr:
    return np.sum(x, axis=dim, keepdims=keepdim)


log = wrap_forward_fn(np.log)
multiply = wrap_forward_fn(np.multiply)
eq = wrap_forward_fn(np.equal, is_differentiable=False)
sum = wrap_forward_fn(_sum)


# %%
class Node:
    def __init__(self, *children):
        self.children = list(children)


def get_children(node: Node) -> list[Node]:
    return node.children


def topological_sort(node, get_children: Callable) -> list:
    result, done, path = [], set(), set()

    def visit(cur):
        if cur in done:
            return
        if cur in path:
            raise ValueError("Not a DAG!")
        path.add(cur)
        for nxt in get_children(cur):
            visit(nxt)
        path.remove(cur)
        done.add(cur)
        result.append(cur)

    visit(node)
    return result


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]


def replay(node, memory):
    """Compute a node again from the arrays of its leaves."""
    if node.recipe is None:
        return node.array
    if id(node) not in memory:
        args = list(node.recipe.args)
        for position, parent in node.recipe.parents.items():
            args[position] = replay(parent, memory)
        memory[id(node)] = node.recipe.func(*args, **node.recipe.kwargs)
    return memory[id(node)]


def backprop(end_node, end_grad=None):
    """No rules needed: nudge every number and look."""
    weights = np.ones(end_node.shape) if end_grad is None else end_grad.array
    step = 1e-3
    for leaf in sorted_computational_graph(end_node):
        if not (leaf.is_leaf and leaf.requires_grad):
            continue
        grad = np.zeros(leaf.shape)
        for place in np.ndindex(leaf.shape):
            before = leaf.array[place]
            leaf.array[place] = before + step
            up = np.sum(weights * replay(end_node, {}))
            leaf.array[place] = before - step
            down = np.sum(weights * replay(end_node, {}))
            leaf.array[place] = before
            grad[place] = (up - down) / (2 * step)
        leaf.grad = Tensor(grad if leaf.grad is None else leaf.grad.array + grad)


# %%
def _argmax(x: Arr, dim=None, keepdim=False):
    if dim is None:
        return np.argmax(x)
    result = np.argmax(x, axis=dim)
    return np.expand_dims(result, dim) if keepdim else result


argmax = wrap_forward_fn(_argmax, is_differentiable=False)


def negative_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return -grad_out


negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)


def exp_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return grad_out * out


exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    return np.reshape(grad_out, x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


def permute_back(grad_out: Arr, out: Arr, x: Arr, axes: tuple) -> Arr:
    return np.transpose(grad_out, np.argsort(axes))


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(grad_out: Arr, out: Arr, x: Arr, dim=None, keepdim=False):
    if dim is None:
        dim = tuple(range(x.ndim))
    if not keepdim:
        grad_out = np.expand_dims(grad_out, dim)
    return np.broadcast_to(grad_out, x.shape)


BACK_FUNCS.add_back_func(_sum, 0, sum_back)


Index = int | tuple[int, ...] | tuple[Arr] | tuple[Tensor]


def coerce_index(index: Index):
    if isinstance(index, tuple):
        return tuple(i.array if isinstance(i, Tensor) else i for i in index)
    return index


def _getitem(x: Arr, index: Index) -> Arr:
    return x[coerce_index(index)]


def getitem_back(grad_out: Arr, out: Arr, x: Arr, index: Index):
    new_grad = np.full_like(x, 0)
    np.add.at(new_grad, coerce_index(index), grad_out)
    return new_grad


getitem = wrap_forward_fn(_getitem)
BACK_FUNCS.add_back_func(_getitem, 0, getitem_back)


add = wrap_forward_fn(np.add)
subtract = wrap_forward_fn(np.subtract)
true_divide = wrap_forward_fn(np.true_divide)


BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, out, x, y: unbroadcast(grad_out, y))
BACK_FUNCS.add_back_func(np.subtract, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.subtract, 1, lambda grad_out, out, x, y: unbroadcast(-grad_out, y))
BACK_FUNCS.add_back_func(
    np.true_divide, 0, lambda grad_out, out, x, y: unbroadcast(grad_out / y, x)
)
BACK_FUNCS.add_back_func(
    np.true_divide, 1, lambda grad_out, out, x, y: unbroadcast(grad_out * (-x / y**2), y)
)


def add_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    np.add(x.array, other.array * alpha, out=x.array)
    return x


def sub_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    return add_(x, other, alpha=-alpha)


# %%
def maximum_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x > y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, x)


def maximum_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x < y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


def relu(x: Tensor) -> Tensor:
    return maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


def matmul2d_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return grad_out @ y.T


def matmul2d_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return x.T @ grad_out


matmul = wrap_forward_fn(_matmul2d)
BACK_FUNCS.add_back_func(_matmul2d, 0, matmul2d_back0)
BACK_FUNCS.add_back_func(_matmul2d, 1, matmul2d_back1)


# %%
class Parameter(Tensor):
    def __init__(self, tensor: Tensor, requires_grad=True):
        super().__init__(tensor.array, requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        yield from self._modules.values()

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        yield from self._parameters.values()
        if recurse:
            for mod in self.modules():
                yield from mod.parameters(recurse=True)

    def __setattr__(self, key: str, val: Any) -> None:
        if isinstance(val, Parameter):
            self._parameters[key] = val
        elif isinstance(val, Module):
            self._modules[key] = val
        super().__setattr__(key, val)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError("subclasses say what they compute")


class Linear(Module):
    weight: Parameter
    bias: Parameter | None

    def __init__(self, in_features: int, out_features: int, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        sf = in_features**-0.5
        weight = sf * (2 * np.random.rand(out_features, in_features) - 1)
        self.weight = Parameter(Tensor(weight))
        if bias:
            self.bias = Parameter(Tensor(sf * (2 * np.random.rand(out_features) - 1)))
        else:
            self.bias = None

    def forward(self, x: Tensor) -> Tensor:
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out


class ReLU(Module):
    def forward(self, x: Tensor) -> Tensor:
        return relu(x)


class MLP(Module):
    def __init__(self):
        super().__init__()
        self.linear1 = Linear(28 * 28, 64)
        self.linear2 = Linear(64, 64)
        self.relu1 = ReLU()
        self.relu2 = ReLU()
        self.output = Linear(64, 10)

    def forward(self, x):
        x = x.reshape((x.shape[0], 28 * 28))
        x = self.relu1(self.linear1(x))
        x = self.relu2(self.linear2(x))
        return self.output(x)


# %%
def cross_entropy(logits: Tensor, true_labels: Tensor) -> Tensor:
    n_batch, _ = logits.shape
    true = logits[arange(0, n_batch), true_labels]
    return -log(exp(true) / exp(logits).sum(1))


class NoGrad:
    was_enabled: bool

    def __enter__(self):
        global grad_tracking_enabled
        self.was_enabled = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, type, value, traceback):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled


class SGD:
    def __init__(self, params: Iterable[Parameter], lr: float):
        self.params = list(params)
        self.lr = lr
        self.b = [None for _ in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
','cf42abf6d2765f3cd9f31f28bc64f7cd9630aca5340be9a46f5ae22de5502837','b8bf0ed3-3545-4ab9-b87c-006db4181cdc',7,'147f5f3d-858d-478e-9981-a509c3bb1823','2026-11-23 09:16:10.695375');
INSERT INTO "submission" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','7752ee02-e0bc-4b11-b663-6ece20d1ad32','c7078225-a943-4405-9b98-ecad3a72ccd2',6,NULL,'pasted.py','# %%
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import einops
import numpy as np
import torch as t
from jaxtyping import Float
from torch.utils.data import DataLoader
from tqdm import tqdm

Arr = np.ndarray
grad_tracking_enabled = True

chapter = "chapter0_fundamentals"
section = "part4_backprop"
root_dir = next(p for p in Path.cwd().parents if (p / chapter).exists())
exercises_dir = root_dir / chapter / "exercises"
section_dir = exercises_dir / section
if str(exercises_dir) not in sys.path:
    sys.path.append(str(exercises_dir))

import part4_backprop.tests as tests
from part4_backprop.utils import get_mnist, visualize
from plotly_utils import line

MAIN = __name__ == "__main__"


# %%
def log_back(grad_out, out, x):
    # log''(x) = 1 / x and the chain rule says multiply
    # print("log_back", grad_out.shape, x.shape)
    local_grad = 1 / x
    result = grad_out * local_grad
    return result


# quick check by hand
print(log_back(np.array([2.0]), np.log(np.array([4.0])), np.array([4.0])), "should be 0.5")


def unbroadcast(broadcasted, original):
    # step 1: get rid of the dims numpy put in front
    result = broadcasted
    # print("before", result.shape, "want", original.shape)
    while len(result.shape) > len(original.shape):
        result = result.sum(axis=0)
    # step 2: dims that were 1 and got stretched
    for i in range(len(original.shape)):
        if original.shape[i] == 1:
            result = result.sum(axis=i, keepdims=True)
    # print("after", result.shape)
    return result


small = np.ones((3, 1))
big = np.broadcast_to(small, (2, 3, 4))
print(unbroadcast(big, small).shape == (3, 1))


def multiply_back0(grad_out, out, x, y):
    if not isinstance(y, Arr):
        y = np.array(y)
    # d(xy)/dx = y
    grad_x = grad_out * y
    return unbroadcast(grad_x, x)


def multiply_back1(grad_out, out, x, y):
    if not isinstance(x, Arr):
        x = np.array(x)
    # d(xy)/dy = x
    grad_y = grad_out * x
    return unbroadcast(grad_y, y)


def forward_and_back(a: Arr, b: Arr, c: Arr) -> tuple[Arr, Arr, Arr]:
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)

    upstream = np.ones_like(g)
    dg_df = log_back(upstream, g, f)
    dg_dd = multiply_back0(dg_df, f, d, e)
    dg_de = multiply_back1(dg_df, f, d, e)
    dg_da = multiply_back0(dg_dd, d, a, b)
    dg_db = multiply_back1(dg_dd, d, a, b)
    dg_dc = log_back(dg_de, e, c)
    return (dg_da, dg_db, dg_dc)


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


class BackwardFuncLookup:
    def __init__(self) -> None:
        self.back_funcs: defaultdict[Callable, dict[int, Callable]] = defaultdict(dict)

    def add_back_func(self, forward_fn: Callable, arg_position: int, back_fn: Callable) -> None:
        self.back_funcs[forward_fn][arg_position] = back_fn

    def get_back_func(self, forward_fn: Callable, arg_position: int) -> Callable:
        return self.back_funcs[forward_fn][arg_position]


BACK_FUNCS = BackwardFuncLookup()
BACK_FUNCS.add_back_func(np.log, 0, log_back)
BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)


class Tensor:
    array: Arr
    requires_grad: bool
    grad: "Tensor | None"
    recipe: Recipe | None

    def __init__(self, array, requires_grad=False):
        self.array = array if isinstance(array, Arr) else np.array(array)
        if self.array.dtype == np.float64:
            self.array = self.array.astype(np.float32)
        self.requires_grad = requires_grad
        self.grad = None
        self.recipe = None

    def __neg__(self):
        return negative(self)

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)

    def __sub__(self, other):
        return subtract(self, other)

    def __rsub__(self, other):
        return subtract(other, self)

    def __mul__(self, other):
        return multiply(self, other)

    def __rmul__(self, other):
        return multiply(other, self)

    def __truediv__(self, other):
        return true_divide(self, other)

    def __rtruediv__(self, other):
        return true_divide(other, self)

    def __matmul__(self, other):
        return matmul(self, other)

    def __rmatmul__(self, other):
        return matmul(other, self)

    def __eq__(self, other):
        return eq(self, other)

    def __repr__(self):
        return f"Tensor({self.array}, requires_grad={self.requires_grad})"

    def __len__(self):
        if self.array.ndim == 0:
            raise TypeError
        return self.array.shape[0]

    def __hash__(self):
        return id(self)

    def __getitem__(self, index):
        return getitem(self, index)

    def add_(self, other, alpha=1.0):
        add_(self, other, alpha=alpha)
        return self

    def sub_(self, other, alpha=1.0):
        sub_(self, other, alpha=alpha)
        return self

    def __iadd__(self, other):
        self.add_(other)
        return self

    def __isub__(self, other):
        self.sub_(other)
        return self

    @property
    def T(self):
        return permute(self, axes=(-1, -2))

    def item(self):
        return self.array.item()

    def sum(self, dim=None, keepdim=False):
        return sum(self, dim=dim, keepdim=keepdim)

    def log(self):
        return log(self)

    def exp(self):
        return exp(self)

    def reshape(self, new_shape):
        return reshape(self, new_shape)

    def permute(self, dims):
        return permute(self, dims)

    def maximum(self, other):
        return maximum(self, other)

    def relu(self):
        return relu(self)

    def argmax(self, dim=None, keepdim=False):
        return argmax(self, dim=dim, keepdim=keepdim)

    def uniform_(self, low, high):
        self.array[:] = np.random.uniform(low, high, self.array.shape)
        return self

    def backward(self, end_grad=None):
        if isinstance(end_grad, Arr):
            end_grad = Tensor(end_grad)
        return backprop(self, end_grad)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    @property
    def shape(self):
        return self.array.shape

    @property
    def ndim(self):
        return self.array.ndim

    @property
    def is_leaf(self):
        return not (self.requires_grad and self.recipe and self.recipe.parents)

    def __bool__(self):
        if np.array(self.shape).prod() != 1:
            raise RuntimeError("bool value of Tensor with more than one value is ambiguous")
        return bool(self.item())


def empty(*shape):
    return Tensor(np.empty(shape))


def zeros(*shape):
    return Tensor(np.zeros(shape))


def arange(start, end, step=1):
    return Tensor(np.arange(start, end, step=step))


def tensor(array, requires_grad=False):
    return Tensor(array, requires_grad=requires_grad)


# %%
def log_forward(x: Tensor) -> Tensor:
    out_arr = np.log(x.array)
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out


def multiply_forward(a: Tensor | int, b: Tensor | int) -> Tensor:
    arg_a = a.array if isinstance(a, Tensor) else a
    arg_b = b.array if isinstance(b, Tensor) else b
    out_arr = arg_a * arg_b
    requires_grad = grad_tracking_enabled and any(
        isinstance(x, Tensor) and x.requires_grad for x in (a, b)
    )
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        parents = {i: x for i, x in enumerate((a, b)) if isinstance(x, Tensor)}
        out.recipe = Recipe(np.multiply, (arg_a, arg_b), {}, parents)
    return out


def wrap_forward_fn(numpy_func: Callable, is_differentiable=True) -> Callable:
    def tensor_func(*args: Any, **kwargs: Any) -> Tensor:
        raw = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out_arr = numpy_func(*raw, **kwargs)
        requires_grad = (
            grad_tracking_enabled
            and is_differentiable
            and any(isinstance(a, Tensor) and a.requires_grad for a in args)
        )
        out = Tensor(out_arr, requires_grad)
        if requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, raw, kwargs, parents)
        return out

    return tensor_func


def _sum(x: Arr, dim=None, keepdim=False) -> Arr:
    return np.sum(x, axis=dim, keepdims=keepdim)


log = wrap_forward_fn(np.log)
multiply = wrap_forward_fn(np.multiply)
eq = wrap_forward_fn(np.equal, is_differentiable=False)
sum = wrap_forward_fn(_sum)


# %%
class Node:
    def __init__(self, *children):
        self.children = list(children)


def get_children(node: Node) -> list[Node]:
    return node.children


def topological_sort(node, get_children):
    finished = []  # result
    finished_set = set()
    in_progress = set()

    def visit(n):
        if n in finished_set:
            return
        if n in in_progress:
            raise ValueError("found a cycle!!")
        in_progress.add(n)
        for child in get_children(n):
            visit(child)
        in_progress.remove(n)
        finished_set.add(n)
        finished.append(n)

    visit(node)
    # print([str(n) for n in finished])
    return finished


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]


def backprop(end_node, end_grad=None):
    # grads: what has arrived at each node so far
    if end_grad is None:
        end_grad_arr = np.ones_like(end_node.array)
    else:
        end_grad_arr = end_grad.array
    grads = {}
    grads[end_node] = end_grad_arr

    for node in sorted_computational_graph(end_node):
        # print("now at", node.shape)
        outgrad = grads.pop(node)
        if node.is_leaf:
            if node.requires_grad:
                if node.grad is None:
                    node.grad = Tensor(outgrad)
                else:
                    node.grad = Tensor(node.grad.array + outgrad)
            continue
        for argnum, parent in node.recipe.parents.items():
            back_fn = BACK_FUNCS.get_back_func(node.recipe.func, argnum)
            g = back_fn(outgrad, node.array, *node.recipe.args, **node.recipe.kwargs)
            if parent in grads:
                grads[parent] = grads[parent] + g
            else:
                grads[parent] = g


# %%
def _argmax(x: Arr, dim=None, keepdim=False):
    if dim is None:
        return np.argmax(x)
    result = np.argmax(x, axis=dim)
    return np.expand_dims(result, dim) if keepdim else result


argmax = wrap_forward_fn(_argmax, is_differentiable=False)


def negative_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return -grad_out


negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)


def exp_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return grad_out * out


exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    return np.reshape(grad_out, x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


def permute_back(grad_out: Arr, out: Arr, x: Arr, axes: tuple) -> Arr:
    return np.transpose(grad_out, np.argsort(axes))


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(grad_out: Arr, out: Arr, x: Arr, dim=None, keepdim=False):
    if dim is None:
        dim = tuple(range(x.ndim))
    if not keepdim:
        grad_out = np.expand_dims(grad_out, dim)
    return np.broadcast_to(grad_out, x.shape)


BACK_FUNCS.add_back_func(_sum, 0, sum_back)


Index = int | tuple[int, ...] | tuple[Arr] | tuple[Tensor]


def coerce_index(index: Index):
    if isinstance(index, tuple):
        return tuple(i.array if isinstance(i, Tensor) else i for i in index)
    return index


def _getitem(x: Arr, index: Index) -> Arr:
    return x[coerce_index(index)]


def getitem_back(grad_out: Arr, out: Arr, x: Arr, index: Index):
    new_grad = np.full_like(x, 0)
    np.add.at(new_grad, coerce_index(index), grad_out)
    return new_grad


getitem = wrap_forward_fn(_getitem)
BACK_FUNCS.add_back_func(_getitem, 0, getitem_back)


add = wrap_forward_fn(np.add)
subtract = wrap_forward_fn(np.subtract)
true_divide = wrap_forward_fn(np.true_divide)


BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, out, x, y: unbroadcast(grad_out, y))
BACK_FUNCS.add_back_func(np.subtract, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.subtract, 1, lambda grad_out, out, x, y: unbroadcast(-grad_out, y))
BACK_FUNCS.add_back_func(
    np.true_divide, 0, lambda grad_out, out, x, y: unbroadcast(grad_out / y, x)
)
BACK_FUNCS.add_back_func(
    np.true_divide, 1, lambda grad_out, out, x, y: unbroadcast(grad_out * (-x / y**2), y)
)


def add_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    np.add(x.array, other.array * alpha, out=x.array)
    return x


def sub_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    return add_(x, other, alpha=-alpha)


# %%
def maximum_back0(grad_out, out, x, y):
    # 1 where x wins, 0.5 at a tie
    mask = np.where(x > y, 1.0, 0.0) + np.where(x == y, 0.5, 0.0)
    return unbroadcast(grad_out * mask, x)


def maximum_back1(grad_out, out, x, y):
    # the same but for y
    mask = np.where(y > x, 1.0, 0.0) + np.where(x == y, 0.5, 0.0)
    return unbroadcast(grad_out * mask, y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


def relu(x: Tensor) -> Tensor:
    return maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


def matmul2d_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return grad_out @ y.T


def matmul2d_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return x.T @ grad_out


matmul = wrap_forward_fn(_matmul2d)
BACK_FUNCS.add_back_func(_matmul2d, 0, matmul2d_back0)
BACK_FUNCS.add_back_func(_matmul2d, 1, matmul2d_back1)


# %%
class Parameter(Tensor):
    def __init__(self, tensor: Tensor, requires_grad=True):
        super().__init__(tensor.array, requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        yield from self._modules.values()

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        yield from self._parameters.values()
        if recurse:
            for mod in self.modules():
                yield from mod.parameters(recurse=True)

    def __setattr__(self, key: str, val: Any) -> None:
        if isinstance(val, Parameter):
            self._parameters[key] = val
        elif isinstance(val, Module):
            self._modules[key] = val
        super().__setattr__(key, val)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError("subclasses say what they compute")


class Linear(Module):
    weight: Parameter
    bias: Parameter | None

    def __init__(self, in_features: int, out_features: int, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        sf = in_features**-0.5
        weight = sf * (2 * np.random.rand(out_features, in_features) - 1)
        self.weight = Parameter(Tensor(weight))
        if bias:
            self.bias = Parameter(Tensor(sf * (2 * np.random.rand(out_features) - 1)))
        else:
            self.bias = None

    def forward(self, x: Tensor) -> Tensor:
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out


class ReLU(Module):
    def forward(self, x: Tensor) -> Tensor:
        return relu(x)


class MLP(Module):
    def __init__(self):
        super().__init__()
        self.linear1 = Linear(28 * 28, 64)
        self.linear2 = Linear(64, 64)
        self.relu1 = ReLU()
        self.relu2 = ReLU()
        self.output = Linear(64, 10)

    def forward(self, x):
        x = x.reshape((x.shape[0], 28 * 28))
        x = self.relu1(self.linear1(x))
        x = self.relu2(self.linear2(x))
        return self.output(x)


# %%
def cross_entropy(logits, true_labels):
    # -log softmax of the right class
    n = logits.shape[0]
    exps = exp(logits)
    total = exps.sum(dim=1)
    true_logit = logits[arange(0, n), true_labels]
    # print(true_logit.shape, total.shape)
    return log(total) - true_logit


class NoGrad:
    was_enabled: bool

    def __enter__(self):
        global grad_tracking_enabled
        self.was_enabled = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, type, value, traceback):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled


class SGD:
    def __init__(self, params: Iterable[Parameter], lr: float):
        self.params = list(params)
        self.lr = lr
        self.b = [None for _ in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)


# %%
def train(model: MLP, train_loader: DataLoader, optimizer: SGD, epoch: int):
    for data, target in tqdm(train_loader):
        optimizer.zero_grad()
        loss = cross_entropy(model(Tensor(data.numpy())), Tensor(target.numpy())).sum() / len(data)
        loss.backward()
        optimizer.step()


if MAIN:
    train_loader, test_loader = get_mnist(20)
    visualize(train_loader)
    model = MLP()
    optimizer = SGD(model.parameters(), 0.01)
    for epoch in range(5):
        train(model, train_loader, optimizer, epoch)
    line([1, 2, 3], title="loss")
','68cd96a1965f6f14b47602c3534076c8ae9be787fc7e90a01058f4cc62f96fe2','a2c16f88-42f5-41bc-b5d1-e5e5c96f4973',8,'c0b99b85-3ea1-4fa3-926a-66b29e4e9e3b','2026-11-23 09:16:18.877108');
INSERT INTO "submission" VALUES('90be0913-f4b5-4e63-a135-f0bd0ef31040','7752ee02-e0bc-4b11-b663-6ece20d1ad32','c7078225-a943-4405-9b98-ecad3a72ccd2',7,NULL,'pasted.py','# expects: fail repeats-counted-once
# %%
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import einops
import numpy as np
import torch as t
from jaxtyping import Float
from torch.utils.data import DataLoader
from tqdm import tqdm

Arr = np.ndarray
grad_tracking_enabled = True

chapter = "chapter0_fundamentals"
section = "part4_backprop"
root_dir = next(p for p in Path.cwd().parents if (p / chapter).exists())
exercises_dir = root_dir / chapter / "exercises"
section_dir = exercises_dir / section
if str(exercises_dir) not in sys.path:
    sys.path.append(str(exercises_dir))

import part4_backprop.tests as tests
from part4_backprop.utils import get_mnist, visualize
from plotly_utils import line

MAIN = __name__ == "__main__"


# %%
def log_back(grad_out, out, x):
    return np.einsum("...,...->...", grad_out, 1 / x)


def unbroadcast(broadcasted: Arr, original: Arr) -> Arr:
    """Sum the copies back."""
    n_new = broadcasted.ndim - original.ndim
    broadcasted = broadcasted.sum(axis=tuple(range(n_new)))
    dims = tuple(
        i
        for i, (o, b) in enumerate(zip(original.shape, broadcasted.shape))
        if o == 1 and b > 1
    )
    broadcasted = broadcasted.sum(axis=dims, keepdims=True)
    assert broadcasted.shape == original.shape
    return broadcasted


def multiply_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr | float) -> Arr:
    if not isinstance(y, Arr):
        y = np.array(y)
    return unbroadcast(y * grad_out, x)


def multiply_back1(grad_out: Arr, out: Arr, x: Arr | float, y: Arr) -> Arr:
    if not isinstance(x, Arr):
        x = np.array(x)
    return unbroadcast(x * grad_out, y)


def forward_and_back(a: Arr, b: Arr, c: Arr) -> tuple[Arr, Arr, Arr]:
    d = a * b
    e = np.log(c)
    f = d * e
    g = np.log(f)

    upstream = np.ones_like(g)
    dg_df = log_back(upstream, g, f)
    dg_dd = multiply_back0(dg_df, f, d, e)
    dg_de = multiply_back1(dg_df, f, d, e)
    dg_da = multiply_back0(dg_dd, d, a, b)
    dg_db = multiply_back1(dg_dd, d, a, b)
    dg_dc = log_back(dg_de, e, c)
    return (dg_da, dg_db, dg_dc)


# %%
@dataclass(frozen=True)
class Recipe:
    func: Callable
    args: tuple
    kwargs: dict[str, Any]
    parents: dict[int, "Tensor"]


class BackwardFuncLookup:
    def __init__(self) -> None:
        self.back_funcs: defaultdict[Callable, dict[int, Callable]] = defaultdict(dict)

    def add_back_func(self, forward_fn: Callable, arg_position: int, back_fn: Callable) -> None:
        self.back_funcs[forward_fn][arg_position] = back_fn

    def get_back_func(self, forward_fn: Callable, arg_position: int) -> Callable:
        return self.back_funcs[forward_fn][arg_position]


BACK_FUNCS = BackwardFuncLookup()
BACK_FUNCS.add_back_func(np.log, 0, log_back)
BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)


class Tensor:
    array: Arr
    requires_grad: bool
    grad: "Tensor | None"
    recipe: Recipe | None

    def __init__(self, array, requires_grad=False):
        self.array = array if isinstance(array, Arr) else np.array(array)
        if self.array.dtype == np.float64:
            self.array = self.array.astype(np.float32)
        self.requires_grad = requires_grad
        self.grad = None
        self.recipe = None

    def __neg__(self):
        return negative(self)

    def __add__(self, other):
        return add(self, other)

    def __radd__(self, other):
        return add(other, self)

    def __sub__(self, other):
        return subtract(self, other)

    def __rsub__(self, other):
        return subtract(other, self)

    def __mul__(self, other):
        return multiply(self, other)

    def __rmul__(self, other):
        return multiply(other, self)

    def __truediv__(self, other):
        return true_divide(self, other)

    def __rtruediv__(self, other):
        return true_divide(other, self)

    def __matmul__(self, other):
        return matmul(self, other)

    def __rmatmul__(self, other):
        return matmul(other, self)

    def __eq__(self, other):
        return eq(self, other)

    def __repr__(self):
        return f"Tensor({self.array}, requires_grad={self.requires_grad})"

    def __len__(self):
        if self.array.ndim == 0:
            raise TypeError
        return self.array.shape[0]

    def __hash__(self):
        return id(self)

    def __getitem__(self, index):
        return getitem(self, index)

    def add_(self, other, alpha=1.0):
        add_(self, other, alpha=alpha)
        return self

    def sub_(self, other, alpha=1.0):
        sub_(self, other, alpha=alpha)
        return self

    def __iadd__(self, other):
        self.add_(other)
        return self

    def __isub__(self, other):
        self.sub_(other)
        return self

    @property
    def T(self):
        return permute(self, axes=(-1, -2))

    def item(self):
        return self.array.item()

    def sum(self, dim=None, keepdim=False):
        return sum(self, dim=dim, keepdim=keepdim)

    def log(self):
        return log(self)

    def exp(self):
        return exp(self)

    def reshape(self, new_shape):
        return reshape(self, new_shape)

    def permute(self, dims):
        return permute(self, dims)

    def maximum(self, other):
        return maximum(self, other)

    def relu(self):
        return relu(self)

    def argmax(self, dim=None, keepdim=False):
        return argmax(self, dim=dim, keepdim=keepdim)

    def uniform_(self, low, high):
        self.array[:] = np.random.uniform(low, high, self.array.shape)
        return self

    def backward(self, end_grad=None):
        if isinstance(end_grad, Arr):
            end_grad = Tensor(end_grad)
        return backprop(self, end_grad)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    @property
    def shape(self):
        return self.array.shape

    @property
    def ndim(self):
        return self.array.ndim

    @property
    def is_leaf(self):
        return not (self.requires_grad and self.recipe and self.recipe.parents)

    def __bool__(self):
        if np.array(self.shape).prod() != 1:
            raise RuntimeError("bool value of Tensor with more than one value is ambiguous")
        return bool(self.item())


def empty(*shape):
    return Tensor(np.empty(shape))


def zeros(*shape):
    return Tensor(np.zeros(shape))


def arange(start, end, step=1):
    return Tensor(np.arange(start, end, step=step))


def tensor(array, requires_grad=False):
    return Tensor(array, requires_grad=requires_grad)


# %%
def log_forward(x: Tensor) -> Tensor:
    out_arr = np.log(x.array)
    requires_grad = grad_tracking_enabled and x.requires_grad
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        out.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return out


def multiply_forward(a: Tensor | int, b: Tensor | int) -> Tensor:
    arg_a = a.array if isinstance(a, Tensor) else a
    arg_b = b.array if isinstance(b, Tensor) else b
    out_arr = arg_a * arg_b
    requires_grad = grad_tracking_enabled and any(
        isinstance(x, Tensor) and x.requires_grad for x in (a, b)
    )
    out = Tensor(out_arr, requires_grad)
    if requires_grad:
        parents = {i: x for i, x in enumerate((a, b)) if isinstance(x, Tensor)}
        out.recipe = Recipe(np.multiply, (arg_a, arg_b), {}, parents)
    return out


def wrap_forward_fn(numpy_func: Callable, is_differentiable=True) -> Callable:
    def tensor_func(*args: Any, **kwargs: Any) -> Tensor:
        raw = tuple(a.array if isinstance(a, Tensor) else a for a in args)
        out_arr = numpy_func(*raw, **kwargs)
        requires_grad = (
            grad_tracking_enabled
            and is_differentiable
            and any(isinstance(a, Tensor) and a.requires_grad for a in args)
        )
        out = Tensor(out_arr, requires_grad)
        if requires_grad:
            parents = {i: a for i, a in enumerate(args) if isinstance(a, Tensor)}
            out.recipe = Recipe(numpy_func, raw, kwargs, parents)
        return out

    return tensor_func


def _sum(x: Arr, dim=None, keepdim=False) -> Arr:
    return np.sum(x, axis=dim, keepdims=keepdim)


log = wrap_forward_fn(np.log)
multiply = wrap_forward_fn(np.multiply)
eq = wrap_forward_fn(np.equal, is_differentiable=False)
sum = wrap_forward_fn(_sum)


# %%
class Node:
    def __init__(self, *children):
        self.children = list(children)


def get_children(node: Node) -> list[Node]:
    return node.children


def topological_sort(node, get_children: Callable) -> list:
    result, done, path = [], set(), set()

    def visit(cur):
        if cur in done:
            return
        if cur in path:
            raise ValueError("Not a DAG!")
        path.add(cur)
        for nxt in get_children(cur):
            visit(nxt)
        path.remove(cur)
        done.add(cur)
        result.append(cur)

    visit(node)
    return result


def sorted_computational_graph(tensor: Tensor) -> list[Tensor]:
    def get_parents(x):
        return [] if x.recipe is None else list(x.recipe.parents.values())

    return topological_sort(tensor, get_parents)[::-1]


def backprop(end_node: Tensor, end_grad: Tensor | None = None) -> None:
    end_grad_arr = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    grads = {end_node: end_grad_arr}
    for node in sorted_computational_graph(end_node):
        outgrad = grads.pop(node)
        if node.is_leaf and node.requires_grad:
            if node.grad is None:
                node.grad = Tensor(outgrad)
            else:
                node.grad = Tensor(node.grad.array + outgrad)
        if node.recipe is None or len(node.recipe.parents) == 0:
            continue
        for argnum, parent in node.recipe.parents.items():
            back_fn = BACK_FUNCS.get_back_func(node.recipe.func, argnum)
            in_grad = back_fn(outgrad, node.array, *node.recipe.args, **node.recipe.kwargs)
            grads[parent] = in_grad if parent not in grads else grads[parent] + in_grad


# %%
def _argmax(x: Arr, dim=None, keepdim=False):
    if dim is None:
        return np.argmax(x)
    result = np.argmax(x, axis=dim)
    return np.expand_dims(result, dim) if keepdim else result


argmax = wrap_forward_fn(_argmax, is_differentiable=False)


def negative_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return -grad_out


negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)


def exp_back(grad_out: Arr, out: Arr, x: Arr) -> Arr:
    return grad_out * out


exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)


def reshape_back(grad_out: Arr, out: Arr, x: Arr, new_shape: tuple) -> Arr:
    return np.reshape(grad_out, x.shape)


reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)


def permute_back(grad_out: Arr, out: Arr, x: Arr, axes: tuple) -> Arr:
    return np.transpose(grad_out, np.argsort(axes))


permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)


def sum_back(grad_out: Arr, out: Arr, x: Arr, dim=None, keepdim=False):
    if dim is None:
        dim = tuple(range(x.ndim))
    if not keepdim:
        grad_out = np.expand_dims(grad_out, dim)
    return np.broadcast_to(grad_out, x.shape)


BACK_FUNCS.add_back_func(_sum, 0, sum_back)


Index = int | tuple[int, ...] | tuple[Arr] | tuple[Tensor]


def coerce_index(index: Index):
    if isinstance(index, tuple):
        return tuple(i.array if isinstance(i, Tensor) else i for i in index)
    return index


def _getitem(x: Arr, index: Index) -> Arr:
    return x[coerce_index(index)]


def getitem_back(grad_out: Arr, out: Arr, x: Arr, index: Index):
    new_grad = np.full_like(x, 0)
    new_grad[coerce_index(index)] += grad_out
    return new_grad


getitem = wrap_forward_fn(_getitem)
BACK_FUNCS.add_back_func(_getitem, 0, getitem_back)


add = wrap_forward_fn(np.add)
subtract = wrap_forward_fn(np.subtract)
true_divide = wrap_forward_fn(np.true_divide)


BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.add, 1, lambda grad_out, out, x, y: unbroadcast(grad_out, y))
BACK_FUNCS.add_back_func(np.subtract, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))
BACK_FUNCS.add_back_func(np.subtract, 1, lambda grad_out, out, x, y: unbroadcast(-grad_out, y))
BACK_FUNCS.add_back_func(
    np.true_divide, 0, lambda grad_out, out, x, y: unbroadcast(grad_out / y, x)
)
BACK_FUNCS.add_back_func(
    np.true_divide, 1, lambda grad_out, out, x, y: unbroadcast(grad_out * (-x / y**2), y)
)


def add_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    np.add(x.array, other.array * alpha, out=x.array)
    return x


def sub_(x: Tensor, other: Tensor, alpha: float = 1.0) -> Tensor:
    return add_(x, other, alpha=-alpha)


# %%
def maximum_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x > y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, x)


def maximum_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr):
    bool_sum = (x < y) + 0.5 * (x == y)
    return unbroadcast(grad_out * bool_sum, y)


maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)


def relu(x: Tensor) -> Tensor:
    return maximum(x, 0.0)


def _matmul2d(x: Arr, y: Arr) -> Arr:
    return x @ y


def matmul2d_back0(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return grad_out @ y.T


def matmul2d_back1(grad_out: Arr, out: Arr, x: Arr, y: Arr) -> Arr:
    return x.T @ grad_out


matmul = wrap_forward_fn(_matmul2d)
BACK_FUNCS.add_back_func(_matmul2d, 0, matmul2d_back0)
BACK_FUNCS.add_back_func(_matmul2d, 1, matmul2d_back1)


# %%
class Parameter(Tensor):
    def __init__(self, tensor: Tensor, requires_grad=True):
        super().__init__(tensor.array, requires_grad)

    def __repr__(self):
        return f"Parameter containing:\n{super().__repr__()}"


class Module:
    def __init__(self):
        self._modules = {}
        self._parameters = {}

    def modules(self):
        yield from self._modules.values()

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        yield from self._parameters.values()
        if recurse:
            for mod in self.modules():
                yield from mod.parameters(recurse=True)

    def __setattr__(self, key: str, val: Any) -> None:
        if isinstance(val, Parameter):
            self._parameters[key] = val
        elif isinstance(val, Module):
            self._modules[key] = val
        super().__setattr__(key, val)

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    def forward(self):
        raise NotImplementedError("subclasses say what they compute")


class Linear(Module):
    weight: Parameter
    bias: Parameter | None

    def __init__(self, in_features: int, out_features: int, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        sf = in_features**-0.5
        weight = sf * (2 * np.random.rand(out_features, in_features) - 1)
        self.weight = Parameter(Tensor(weight))
        if bias:
            self.bias = Parameter(Tensor(sf * (2 * np.random.rand(out_features) - 1)))
        else:
            self.bias = None

    def forward(self, x: Tensor) -> Tensor:
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out


class ReLU(Module):
    def forward(self, x: Tensor) -> Tensor:
        return relu(x)


class MLP(Module):
    def __init__(self):
        super().__init__()
        self.linear1 = Linear(28 * 28, 64)
        self.linear2 = Linear(64, 64)
        self.relu1 = ReLU()
        self.relu2 = ReLU()
        self.output = Linear(64, 10)

    def forward(self, x):
        x = x.reshape((x.shape[0], 28 * 28))
        x = self.relu1(self.linear1(x))
        x = self.relu2(self.linear2(x))
        return self.output(x)


# %%
def cross_entropy(logits: Tensor, true_labels: Tensor) -> Tensor:
    n_batch, _ = logits.shape
    true = logits[arange(0, n_batch), true_labels]
    return -log(exp(true) / exp(logits).sum(1))


class NoGrad:
    was_enabled: bool

    def __enter__(self):
        global grad_tracking_enabled
        self.was_enabled = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, type, value, traceback):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled


class SGD:
    def __init__(self, params: Iterable[Parameter], lr: float):
        self.params = list(params)
        self.lr = lr
        self.b = [None for _ in self.params]

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)


# %%
def train(model: MLP, train_loader: DataLoader, optimizer: SGD, epoch: int):
    for data, target in tqdm(train_loader):
        optimizer.zero_grad()
        loss = cross_entropy(model(Tensor(data.numpy())), Tensor(target.numpy())).sum() / len(data)
        loss.backward()
        optimizer.step()


if MAIN:
    train_loader, test_loader = get_mnist(20)
    visualize(train_loader)
    model = MLP()
    optimizer = SGD(model.parameters(), 0.01)
    for epoch in range(5):
        train(model, train_loader, optimizer, epoch)
    line([1, 2, 3], title="loss")
','4e1bee69a3e00bd315a76b5507f12abe53809f7ee4a846658a3d24a1e592c1a0','07486d0e-3da6-4948-b965-8d07aff1b6ef',9,'25172d71-05fb-486b-88ec-5f8e1ddc26cb','2026-11-23 09:16:48.449609');
CREATE TABLE suite (
	version VARCHAR(64) NOT NULL, 
	blob BLOB NOT NULL, 
	built_at DATETIME NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_suite PRIMARY KEY (version)
);
INSERT INTO "suite" VALUES('2f649f99e0bd8bf70b79ac5bce7465510bae40e5875d362e22ccf7e4c5f94d23',X'','2026-11-23 09:13:07.791979',1);
CREATE TABLE unit_verdict (
	grading_id VARCHAR(36) NOT NULL, 
	unit VARCHAR(40) NOT NULL, 
	run VARCHAR(10) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	kind VARCHAR(20), 
	line INTEGER NOT NULL, 
	misconception VARCHAR(60), 
	counterexample JSON, 
	CONSTRAINT pk_unit_verdict PRIMARY KEY (grading_id, unit, run), 
	CONSTRAINT ck_unit_verdict_state CHECK (state IN ('passed', 'failed', 'not_attempted', 'did_not_load', 'unparsable', 'not_graded')), 
	CONSTRAINT fk_unit_verdict_grading_id_grading FOREIGN KEY(grading_id) REFERENCES grading (id)
);
INSERT INTO "unit_verdict" VALUES('ea1bee57-5c95-40b6-a13e-9542d1cf75d5','log_back','isolated','failed','value',1,NULL,'{"code": "x = np.array([0.6])\ngrad_out = np.array([1.6])\nlog_back(grad_out, np.log(x), x)", "expected": "[2.667]", "got": "[1.667]"}');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','log_back','isolated','passed',NULL,15,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','unbroadcast','isolated','passed',NULL,20,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','multiply_back0','isolated','passed',NULL,34,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','multiply_back1','isolated','passed',NULL,40,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','forward_and_back','isolated','passed',NULL,46,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','BackwardFuncLookup','isolated','passed',NULL,71,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','log_forward','isolated','passed',NULL,246,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','multiply_forward','isolated','passed',NULL,255,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','wrap_forward_fn','isolated','passed',NULL,269,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','topological_sort','isolated','passed',NULL,307,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','backprop','isolated','failed','value',345,NULL,'{"code": "x = Tensor(np.array([3.2, -2.6]), requires_grad=True)\nBACK_FUNCS.add_back_func(np.floor, 0, lambda grad_out, out, x: 3 * grad_out)\ny = wrap_forward_fn(np.floor)(x)\ny.backward(Tensor(np.array([-2.2, 0.6])))\nx.grad", "expected": "[-6.6, 1.8]", "got": "[0, 0]"}');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','negative_back','isolated','passed',NULL,375,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','exp_back','isolated','passed',NULL,383,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','reshape_back','isolated','passed',NULL,391,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','permute_back','isolated','passed',NULL,399,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','sum_back','isolated','passed',NULL,407,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','add_back1','isolated','passed',NULL,447,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','subtract_back0','isolated','passed',NULL,448,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','subtract_back1','isolated','passed',NULL,449,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','true_divide_back0','isolated','passed',NULL,451,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','true_divide_back1','isolated','passed',NULL,454,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','maximum_back0','isolated','passed',NULL,468,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','maximum_back1','isolated','passed',NULL,473,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','relu','isolated','passed',NULL,483,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','matmul2d_back0','isolated','passed',NULL,491,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','matmul2d_back1','isolated','passed',NULL,495,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','Linear','isolated','passed',NULL,541,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','cross_entropy','isolated','passed',NULL,586,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','SGD','isolated','passed',NULL,605,NULL,'null');
INSERT INTO "unit_verdict" VALUES('0057a697-0b51-4a90-9692-83644b8529db','assembled','assembled','failed','value',0,NULL,'{"code": "a = Tensor(np.array(2.0), requires_grad=True)\nb = Tensor(np.array([3.0, 0.5, 4.0]), requires_grad=True)\nc = maximum(b, a)\nc.backward(Tensor(np.array([5.0, 0.25, 6.0])))", "expected": "0.25", "got": "0.2518"}');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','log_back','isolated','passed',NULL,36,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','unbroadcast','isolated','passed',NULL,48,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','multiply_back0','isolated','passed',NULL,67,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','multiply_back1','isolated','passed',NULL,75,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','forward_and_back','isolated','passed',NULL,83,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','BackwardFuncLookup','isolated','passed',NULL,108,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','log_forward','isolated','passed',NULL,283,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','multiply_forward','isolated','passed',NULL,292,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','wrap_forward_fn','isolated','passed',NULL,306,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','topological_sort','isolated','passed',NULL,344,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','backprop','isolated','passed',NULL,373,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','negative_back','isolated','passed',NULL,412,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','exp_back','isolated','passed',NULL,420,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','reshape_back','isolated','passed',NULL,428,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','permute_back','isolated','passed',NULL,436,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','sum_back','isolated','passed',NULL,444,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','add_back1','isolated','passed',NULL,484,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','subtract_back0','isolated','passed',NULL,485,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','subtract_back1','isolated','passed',NULL,486,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','true_divide_back0','isolated','passed',NULL,488,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','true_divide_back1','isolated','passed',NULL,491,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','maximum_back0','isolated','passed',NULL,505,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','maximum_back1','isolated','passed',NULL,511,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','relu','isolated','passed',NULL,522,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','matmul2d_back0','isolated','passed',NULL,530,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','matmul2d_back1','isolated','passed',NULL,534,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','Linear','isolated','passed',NULL,580,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','cross_entropy','isolated','passed',NULL,625,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','SGD','isolated','passed',NULL,648,NULL,'null');
INSERT INTO "unit_verdict" VALUES('3707c621-0649-48fb-86de-25423f194fe0','assembled','assembled','passed',NULL,0,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','log_back','isolated','passed',NULL,37,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','unbroadcast','isolated','passed',NULL,41,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','multiply_back0','isolated','passed',NULL,55,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','multiply_back1','isolated','passed',NULL,61,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','forward_and_back','isolated','passed',NULL,67,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','BackwardFuncLookup','isolated','passed',NULL,92,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','log_forward','isolated','passed',NULL,267,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','multiply_forward','isolated','passed',NULL,276,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','wrap_forward_fn','isolated','passed',NULL,290,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','topological_sort','isolated','passed',NULL,328,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','backprop','isolated','passed',NULL,354,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','negative_back','isolated','passed',NULL,383,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','exp_back','isolated','passed',NULL,391,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','reshape_back','isolated','passed',NULL,399,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','permute_back','isolated','passed',NULL,407,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','sum_back','isolated','passed',NULL,415,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','add_back1','isolated','passed',NULL,455,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','subtract_back0','isolated','passed',NULL,456,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','subtract_back1','isolated','passed',NULL,457,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','true_divide_back0','isolated','passed',NULL,459,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','true_divide_back1','isolated','passed',NULL,462,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','maximum_back0','isolated','passed',NULL,476,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','maximum_back1','isolated','passed',NULL,481,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','relu','isolated','passed',NULL,491,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','matmul2d_back0','isolated','passed',NULL,499,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','matmul2d_back1','isolated','passed',NULL,503,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','Linear','isolated','passed',NULL,549,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','cross_entropy','isolated','passed',NULL,594,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','SGD','isolated','passed',NULL,613,NULL,'null');
INSERT INTO "unit_verdict" VALUES('8da11c7d-0d80-46f8-917c-8517af20c9b5','assembled','assembled','failed','value',0,NULL,'{"code": "a = Tensor(np.array([2.5, 0.75, 4.0]), requires_grad=True)\nb = a[np.array([0, 2, 0]),]\nb.backward(Tensor(np.array([-0.3, 3.5, 0.6])))", "expected": "[0.3, 0, 3.5]", "got": "[0.6, 0, 3.5]"}');
CREATE TABLE worker (
	name VARCHAR(120) NOT NULL, 
	host VARCHAR(200) NOT NULL, 
	queue VARCHAR(40) NOT NULL, 
	tier VARCHAR(20) NOT NULL, 
	sentence TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_worker PRIMARY KEY (name)
);
CREATE INDEX ix_pair_course_id ON pair (course_id);
CREATE INDEX ix_membership_pair_id ON membership (pair_id);
CREATE INDEX ix_membership_person_id ON membership (person_id);
CREATE UNIQUE INDEX uq_membership_current ON membership (person_id) WHERE left_at IS NULL;
CREATE INDEX ix_submission_pair_id ON submission (pair_id);
CREATE INDEX ix_grading_pair_id ON grading (pair_id);
CREATE INDEX ix_grading_phase_enqueued ON grading (phase, enqueued_at);
CREATE INDEX ix_grading_submission_id ON grading (submission_id);
CREATE UNIQUE INDEX uq_grading_one_running ON grading (pair_id, queue) WHERE phase = 'running';
CREATE INDEX ix_stretch_run_pair_id ON stretch_run (pair_id);
COMMIT;
